import { expect, it } from 'vitest';

import { HOUR_MS } from '../model/timeSlot.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';

const FROM_MS = Date.UTC(2026, 0, 1);

it('who was active in sealed time is refused with the time from which it is known', async () => {
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  await store.write(batch({ requests: [request('a', 's', FROM_MS)] }), examplePrice);
  await store.drain();
  await store.seal(FROM_MS + HOUR_MS);
  const segments = [{ startMs: FROM_MS, endMs: FROM_MS + 2 * HOUR_MS, offsetSlots: 0 }];
  await expect(store.activeSessions({ segments })).rejects.toMatchObject({
    code: 'detail_sealed',
    message:
      'the requests of time before 2026-01-01T01:00:00.000Z are sealed: who was active then is not known. Ask for time from there on',
  });
  await store.close();
});

it('a page with a run whose sessions add up to too much is refused, and says what to ask instead', async () => {
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  const requests = Array.from({ length: 1200 }, (_, i) =>
    request(`r${i}`, i % 2 === 0 ? 's' : 't', FROM_MS, { inputTokens: Number.MAX_SAFE_INTEGER }),
  );
  const sessions = ['s', 't'].map((id) => session(id, FROM_MS, { run: 'run' }));
  const times = { statusAtMs: FROM_MS, startedMs: FROM_MS, completedMs: null };
  const runs = [{ id: 'run', workspace: '', status: 'completed', totalTables: 0, ...times } as const];
  await store.write(batch({ requests, sessions, runs }), () => ({
    ...examplePrice(requests[0]!),
    nanoUsd: 0,
    picoRest: 0,
  }));
  await expect(store.runs({ limit: 1, offset: 0 })).rejects.toMatchObject({
    code: 'unsafe_integer',
    message:
      'what the sessions of a run add up to is too large for a number: ask for other runs by limit and offset, or for its sessions',
  });
  await store.close();
});
