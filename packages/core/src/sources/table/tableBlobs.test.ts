import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { memoryStore } from '../../storage/memory/memoryStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import { tableSource } from './tableSource.ts';

describe.each(TABLE_HOSTS.filter(([name]) => name !== 'PostgreSQL'))(
  'S3.17 blobs in a table of a host (%s)',
  (_, open) => {
    let host: TableHost;
    beforeAll(async () => {
      host = await open();
    });
    afterAll(() => host.remove());

    it('blobs are no counts, amounts or times; a name they are by their digits. Web searches of no request are a fault', async () => {
      await host.execute(`create table daily (id integer primary key, day, n, tin, usd, web, model, upd integer);
      insert into daily values
        (1, '2026-10-01', 1, x'3132', null, 0, 'm', 1),
        (2, '2026-10-01', x'31', 12, null, 0, 'm', 2),
        (3, '2026-10-01', 1, 12, x'31', 0, 'm', 3),
        (4, x'323032362d31302d3031', 1, 12, null, 0, 'm', 4),
        (5, '2026-10-01', 0, 0, null, 7, 'm', 5),
        (6, '2026-10-01', 1, 12, null, 7, x'0aff', 6)`);
      const source = tableSource(host.db, {
        engine: 'sqlite',
        table: 'daily',
        cursor: 'upd',
        columns: {
          at: 'day',
          requestCount: 'n',
          inputTokens: 'tin',
          costUsd: 'usd',
          webSearchRequests: 'web',
          model: 'model',
        },
      });
      const store = memoryStore();
      const { requests, skipped } = await importUsage({ store, sources: [source], price: examplePrice });
      expect(requests).toBe(1);
      expect(skipped.map(({ reason }) => reason)).toEqual([
        'row ["1"]: tin: a blob',
        'row ["2"]: n: a blob',
        'row ["3"]: usd: a blob',
        'row ["4"]: day: a blob',
        'row ["5"]: n: 0, and yet something was used',
      ]);
      const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
      const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['model'] });
      expect(rows.map(({ key, measures }) => [key, measures.input])).toEqual([[['0AFF'], 12n]]);
    });
  },
);
