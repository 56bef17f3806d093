import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { memoryStore } from '../../storage/memory/memoryStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import { tableSource } from './tableSource.ts';

describe.each(TABLE_HOSTS.filter(([name]) => name === 'PostgreSQL'))(
  'S3.17 JSON in a table of a host (%s)',
  (_name, open) => {
    let host: TableHost;
    beforeAll(async () => {
      host = await open();
      await host.execute('create domain value as jsonb');
    });
    afterAll(() => host.remove());
    afterEach(() => host.execute('drop table if exists daily'));

    it.each([
      ['jsonb', 'jsonb'],
      ['json', 'text'],
      ['value', 'value'],
    ])(
      '%s, with a key of type %s: its null is unknown, its text and numbers are what they say',
      async (type, keyType) => {
        await host.execute(`create table daily (id ${keyType} primary key, day text, model ${type}, tin ${type}, tout ${type}, usd ${type}, upd bigint);
        insert into daily values
          ('1', '2026-10-01', '"null"', '1', '0', ' 0.5 ', 1),
          ('null', '2026-10-01', 'null', ' 10', 'null', ' null ', 2),
          ('3', '2026-10-01', null, '"100"', null, null, 3),
          ('4', '2026-10-01', ' "m"', 'null', ' null', 'null', 4),
          ('5', '2026-10-01', ' "m"', '{}', 'null', 'null', 5)`);
        const source = tableSource(host.db, {
          engine: 'postgres',
          table: 'daily',
          cursor: 'upd',
          columns: { at: 'day', model: 'model', inputTokens: 'tin', outputTokens: 'tout', costUsd: 'usd' },
          pageSize: 2,
        });
        const store = memoryStore();
        const { skipped } = await importUsage({ store, sources: [source], price: examplePrice });
        expect(skipped.map(({ reason }) => reason)).toEqual([
          'row ["4"]: neither tokens nor a cost are known',
          'row ["5"]: tin: not a number',
        ]);
        const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
        const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['model', 'quality'] });
        expect(Object.fromEntries(rows.map(({ key, measures }) => [key.join('/'), measures.input]))).toEqual({
          '/partial': 110n,
          'null/estimated': 1n,
        });
        const keys: string[] = [];
        for await (const { requests } of source.read({ path: 'table daily', size: 0, mtimeMs: 0 }))
          keys.push(...requests.map(({ key }) => key));
        expect(keys).toEqual(['["1"]', '["null"]', '["3"]']);
      },
    );
  },
);
