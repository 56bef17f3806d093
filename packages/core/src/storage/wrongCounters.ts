import { sql } from 'kysely';

import type { TenantState, Writing } from './StoreContext.ts';

/** Ids that come next, by what they are of, where those that are taken say otherwise. */
async function expectedCounters({ trx, tenant }: Writing): Promise<Pick<TenantState, 'nextId' | 'nextSession'>> {
  const { rows } = await sql<{ entry: number; session: number }>`
    select (select coalesce(max(id), 0) from ${sql.table('uk_dictionary')} where tenant = ${tenant.id}) as entry,
      (select coalesce(max(id), 0) from ${sql.table('uk_session')} where tenant = ${tenant.id}) as session`.execute(
    trx,
  );
  const [last] = rows;
  return {
    nextId: Math.max(tenant.nextId, Number(last?.entry ?? 0) + 1),
    nextSession: Math.max(tenant.nextSession, Number(last?.session ?? 0) + 1),
  };
}

const COUNTERS = [
  ['nextId', 'next_id', 'new names would take the place of others'],
  ['nextSession', 'next_session', 'new sessions would take the place of others'],
] as const;

/** What the counters of a tenant would have overwritten next. */
export async function wrongCounters(writing: Writing): Promise<string[]> {
  const expected = await expectedCounters(writing);
  return COUNTERS.flatMap(([name, column, harm]) => {
    const counter = writing.tenant[name];
    if (counter === expected[name]) return [];
    return [`${column} is ${counter}, though ids up to ${expected[name] - 1} are taken: ${harm}; a rebuild mends it`];
  });
}

/** Sets the counters of a tenant beyond all ids that are taken. */
export async function mendCounters(writing: Writing): Promise<void> {
  Object.assign(writing.tenant, await expectedCounters(writing));
}
