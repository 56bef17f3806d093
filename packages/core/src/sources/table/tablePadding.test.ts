import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { dimension } from '../../metrics/dimension.ts';
import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import { tableSource } from './tableSource.ts';

describe.each(TABLE_HOSTS.filter(([name]) => name === 'PostgreSQL'))(
  'S3.17 blanks that a type of fixed length adds (%s)',
  (_name, open) => {
    const dimensions = [dimension('person', { grain: 'request' }), dimension('team', { grain: 'session' })];
    let host: TableHost;
    let store: UsageStore;
    beforeAll(async () => {
      host = await open();
      await host.execute('create domain padded as char(20)');
    });
    afterAll(() => host.remove());
    beforeEach(() => {
      store = memoryStore();
      store.declare({ dimensions });
    });
    afterEach(() => host.execute('drop table if exists calls'));

    const create = (type: string) =>
      host.execute(
        `create table calls (id ${type} primary key, model ${type}, person ${type}, team ${type}, repo ${type}, chat ${type}, org ${type}, n bigint, upd ${type})`,
      );
    const read = async () => {
      const source = tableSource(host.db, {
        engine: 'postgres',
        table: 'calls',
        cursor: 'upd',
        grain: 'request',
        epoch: 's',
        dimensions,
        columns: {
          at: 'upd',
          model: 'model',
          person: 'person',
          team: 'team',
          project: 'repo',
          session: 'chat',
          tenant: 'org',
          inputTokens: 'n',
        },
        tenant: 'acme',
        pageSize: 1,
      });
      const { requests, skipped } = await importUsage({ store, sources: [source], price: examplePrice });
      return { requests, skipped };
    };
    const byName = async () => {
      const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
      const by = ['model', 'person', 'team', 'project'];
      const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by });
      return rows.map(({ key, measures }) => [...key, measures.input]);
    };
    const sessionIds = async () => {
      const { sessions } = await store.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 9, offset: 0 });
      return sessions.map(({ id }) => id);
    };

    it.each(['char(20)', 'padded', 'text'])('%s: names have none, and a cursor may be of it', async (type) => {
      await create(type);
      await host.execute(
        `insert into calls values ('a', 'gpt-4.1', 'ann', 'x', 'web', 'chat-1', 'acme', 1, '1793500000'), ('b', 'gpt-4.1', 'ann', 'x', 'web', 'chat-1', 'acme', 10, '1793500001')`,
      );
      expect(await read()).toEqual({ requests: 2, skipped: [] });
      expect(await byName()).toEqual([['gpt-4.1', 'ann', 'x', 'web', 11n]]);
      expect(await sessionIds()).toEqual(['chat-1']);
      await host.execute(`update calls set n = 2, upd = '1793500002' where id = 'a'`);
      expect(await read()).toEqual({ requests: 1, skipped: [] });
      expect(await byName()).toEqual([['gpt-4.1', 'ann', 'x', 'web', 12n]]);
    });
  },
);
