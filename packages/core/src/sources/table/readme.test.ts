import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

import { usagekit } from '../../service/usagekit.ts';
import { kyselyStore } from '../../storage/kyselyStore.ts';
import { temporaryPostgres } from '../../testing/temporaryPostgres.ts';
import { tableSource } from './tableSource.ts';

const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const [code = ''] = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, example]) => example ?? '');

/** Runs lines of the README with these names in scope: the text is our own. */
function run(scope: Record<string, unknown>): Promise<unknown> {
  const body = `return (async () => {\n${code}\nreturn { requests, skipped, cost, sessions };\n})()`;
  // eslint-disable-next-line no-new-func -- running the examples is the point of this test
  return new Function(...Object.keys(scope), body)(...Object.values(scope)) as Promise<unknown>;
}

it('S3.17 the example of the README reads the table of a host into its own database', async () => {
  const database = await temporaryPostgres();
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url }) }),
  });
  try {
    await database.execute(`
      create table infinity_assistant_usage (org_id text, day date, model text, requests int, tokens_in bigint, tokens_out bigint,
        updated_at timestamptz not null default now(), primary key (org_id, day, model));
      insert into infinity_assistant_usage values
        ('acme', current_date - 3, 'claude-haiku-4-5', 12, 1000000, 200000),
        ('acme', current_date - 2, 'in-house', 3, 5000, 100),
        ('other', current_date - 2, 'claude-haiku-4-5', 99, 1, 1)`);
    const scope = { usagekit, kyselyStore, tableSource, db, organisation: { id: 'acme' } };
    expect(await run(scope)).toMatchObject({
      requests: 2,
      skipped: [],
      cost: { nanoUsd: '2000000000', unpricedRequests: 3, unpricedTokens: 5100 },
      sessions: { total: 0 },
    });
    expect(await run(scope)).toMatchObject({ requests: 0, cost: { nanoUsd: '2000000000' } });
  } finally {
    await db.destroy();
    await database.remove();
  }
});
