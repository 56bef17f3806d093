import { expect, it } from 'vitest';

import type { UsageBatch } from '../model/UsageBatch.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { recorder } from '../recorder/recorder.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { batch, request, session } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const START_MS = Date.UTC(2026, 2, 8, 12);

/** Runs as they are read back. */
export function storeRunTests(tools: ContractTools): void {
  it('S4.09 recent runs with what their sessions add up to, until they are reset', async () => {
    const store = await tools.fresh();
    const book = priceBook();
    let nowMs = START_MS;
    const usage = recorder({
      store,
      price: (request) => costOf(request, book),
      now: () => nowMs,
    });
    const first = usage.run({ id: 'first', workspace: 'crm', totalTables: 14 });
    await first.start({ key: 'a', model: 'm' }).complete({ inputTokens: 100, outputTokens: 10, totalCostUsd: '0.25' });
    await first
      .start({ key: 'b', model: 'm' })
      .fail({ inputTokens: 5, cacheReadTokens: 7, cacheWriteTokens: 3, totalCostUsd: '0.5' });
    nowMs += 60_000;
    await first.complete();
    const second = usage.run({ id: 'second', workspace: 'web' });
    const idle = usage.run({ id: 'idle', at: START_MS - 1000 });
    second.start({ key: 'c', model: 'm' });
    // Outside of any run.
    await usage.start({ key: 'd', model: 'm' }).complete({ inputTokens: 9 });
    await usage.flush();

    const none = { completed: 0, failed: 0, blocked: 0, interrupted: 0, incomplete: 0, running: 0 };
    const nothing = { requests: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const all = { limit: 10, offset: 0 };
    const page = await store.runs(all);
    expect(page).toEqual({
      total: 3,
      runs: [
        expect.objectContaining({ id: 'second', workspace: 'web', totalTables: 0, sessions: { ...none, running: 1 } }),
        {
          id: 'first',
          source: 'recorder',
          workspace: 'crm',
          status: 'completed',
          totalTables: 14,
          startedAt: '2026-03-08T12:00:00.000Z',
          completedAt: '2026-03-08T12:01:00.000Z',
          sessions: { ...none, completed: 1, failed: 1 },
          requests: 2,
          inputTokens: 105,
          outputTokens: 10,
          cacheReadTokens: 7,
          cacheWriteTokens: 3,
          costUsd: 0.75,
          unpricedRequests: 0,
          resetMarker: null,
        },
        expect.objectContaining({
          id: idle.id,
          status: 'running',
          completedAt: null,
          sessions: none,
          ...nothing,
          costUsd: null,
        }),
      ],
    });
    expect(await store.runs({ limit: 1, offset: 1 })).toEqual({ total: 3, runs: [page.runs[1]] });
    await store.reset({ workspace: 'crm' }, 'now');
    expect((await store.runs(all)).runs.map(({ id }) => id)).toEqual(['second', 'idle']);
    // Another reset does not mark again what was reset.
    await store.reset({ workspace: 'crm' }, 'later');
    const withReset = await store.runs({ ...all, includeReset: true });
    expect(withReset.runs.map(({ id, resetMarker }) => [id, resetMarker])).toEqual([
      ['second', null],
      [page.runs[1]?.id, 'now'],
      ['idle', null],
    ]);
    expect({ ...withReset, runs: withReset.runs.map((run) => ({ ...run, resetMarker: null })) }).toEqual(page);
    await expect(store.runs({ limit: -1, offset: 0 })).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('S4.02 a session that names another run is reset if it was itself, or that run was, in whatever order it was written', async () => {
    const at = Date.UTC(2026, 5, 1);
    const runs = ['run1', 'run2'].map((id) => ({
      id,
      workspace: id,
      status: 'running' as const,
      statusAtMs: at,
      totalTables: 1,
      startedMs: at,
      completedMs: null,
    }));
    const named = (id: string, run: string) =>
      batch({ requests: [request(`${id}1`, id, at)], sessions: [session(id, at, { run })] });
    const described = (id: string, run: string) => batch({ sessions: [session(id, at, { run })] });
    const reset = { source: batch({}).source, run: 'run1' };
    const visible = async (...orders: UsageBatch[][]): Promise<string[][]> => {
      const all: string[][] = [];
      for (const [before = batch({}), ...after] of orders) {
        const store = await tools.fresh();
        await store.write(batch({ runs }), examplePrice);
        await store.write(before, examplePrice);
        await store.reset(reset, 'x');
        await store.reset(reset, 'y');
        for (const each of after) await store.write(each, examplePrice);
        await store.drain();
        const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
        const segments = [{ startMs: at, endMs: at + 86_400_000, offsetSlots: 0 }];
        const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
        expect(Number(row?.measures.requests ?? 0n)).toBe(sessions.length);
        expect((await store.check()).differences).toEqual([]);
        all.push(sessions.map((s) => s.id));
      }
      return all;
    };
    const [first, second] = [named('s', 'run1'), described('s', 'run2')];
    // It came after its run was reset, and is of another in the end.
    expect(await visible([batch({}), first, second], [batch({}), second, first])).toEqual([['s'], ['s']]);
    // It had made no request when its run was reset.
    expect(await visible([described('s', 'run1'), first, second])).toEqual([['s']]);
    // It was reset itself.
    expect(await visible([first, second])).toEqual([[]]);
    // It joins the run that was reset.
    expect(await visible([named('s', 'run0'), first])).toEqual([[]]);
  });
}
