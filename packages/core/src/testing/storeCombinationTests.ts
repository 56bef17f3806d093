import { expect, it } from 'vitest';

import { COMBINATION_NAMES } from '../metrics/combinationText.ts';
import { dimension } from '../metrics/dimension.ts';
import { totalMeasures } from '../metrics/totalMeasures.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { DAY_MS, HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { costOf } from '../pricing/costOf.ts';
import { rollupInMode } from '../service/rollupInMode.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import type { ContractTools } from './contractTools.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session } from './steadyUsage.ts';
import { tieredBook } from './tieredBook.ts';

const FROM_MS = Date.UTC(2026, 5, 1);
const TO_MS = FROM_MS + 2 * DAY_MS;

const written = tieredBook('1', 9000);
/** Another tier, which sums of short and long prompts do not tell. */
const now = tieredBook('3', 1000);

const declared = [
  dimension('user', { grain: 'session' }),
  dimension('task', { grain: 'request' }),
  dimension('step', { grain: 'call' }),
  dimension('note', { grain: 'request', rollup: false }),
];
/** Declared when time is sealed already. */
const late = dimension('area', { grain: 'request' });

/** What the requests of a quarter of an hour differ in, beside their prompt. */
const DIFFERENCES: readonly Partial<RequestRecord>[] = [
  {},
  { dimensions: { area: 'x' } },
  { kind: 'subagent' },
  { session: 't' },
  { model: 'm2' },
  { quality: 'partial' },
  { dimensions: { task: 'a' } },
  // In no rollup: nobody declares it, or it is declared so.
  { dimensions: { note: 'n' } },
  { dimensions: { unheard: 'u' } },
  // Values of dimensions that describe something else are kept as well.
  { dimensions: { user: 'b', project: 'q', step: '1' } },
];

/** A long prompt of one kind beside a short one of none, in quarters of an hour that lie apart. */
const requests = [0, 1, 2].flatMap((step) =>
  DIFFERENCES.flatMap((of, i) => {
    const atMs = FROM_MS + step * 15 * HOUR_MS + i * SLOT_MS;
    return [request(`s${step} ${i}`, 's', atMs), request(`l${step} ${i}`, 's', atMs, { inputTokens: 1500, ...of })];
  }),
);
const sessions = [
  session('s', FROM_MS, { dimensions: { user: 'a', task: 'of session', unheard: 'u', kind: 'k' } }),
  session('t', FROM_MS, { project: 'q' }),
];

/** Combinations of dimension values: what sums of time are told apart by when its requests are gone. */
export function storeCombinationTests({ fresh }: ContractTools): void {
  /** The store and the definition, before anything is summed up, and then with more and more of time sealed. */
  async function histories(check: (stores: readonly [UsageStore, UsageStore], sealedMs: number) => Promise<void>) {
    const stores = [await fresh(), memoryStore()] as const;
    for (const each of stores) {
      each.declare({ dimensions: declared, zones: ['UTC'] });
      await each.write(batch({ requests, sessions }), (of) => costOf(of, written), { bulk: true });
    }
    await check(stores, FROM_MS);
    await stores[0].drain();
    await check(stores, FROM_MS);
    for (const [i, sealedMs] of [FROM_MS + HOUR_MS, FROM_MS + DAY_MS, TO_MS].entries()) {
      for (const each of stores) {
        if (i === 1) each.declare({ dimensions: [...declared, late] });
        await each.seal(sealedMs);
      }
      await check(stores, sealedMs);
    }
  }

  it('combinations of the values that rollups keep equal the definition: of the ledger, of cells, and of sealed time as it was sealed', async () => {
    await histories(async ([store, oracle]) => {
      for (const by of [COMBINATION_NAMES, ...COMBINATION_NAMES.map((name) => [name])]) {
        for (const bucket of ['total', 'day', 'slot'] as const) {
          const segments = [{ startMs: FROM_MS, endMs: TO_MS, offsetSlots: 4 }];
          const query: RollupQuery = { family: 'usage', segments, bucket, by };
          const rows = await oracle.rollup(query);
          expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(rows));
          const [, first = []] = rows.map(({ key }) => key);
          const where = Object.fromEntries(by.map((name, i) => [name, [first[i] ?? '', 'none']]));
          const kept = comparableRows(await store.rollup({ ...query, where }));
          expect(kept).toEqual(comparableRows(await oracle.rollup({ ...query, where })));
          expect(kept).not.toEqual([]);
        }
      }
    });
  });

  it('what sealed time costs at other prices equals the definition, and parts add up to the total, whatever is declared when', async () => {
    const undecided: number[] = [];
    await histories(async ([store, oracle], sealedMs) => {
      const ask = async (of: UsageStore, query: Partial<RollupQuery>, startMs: number) => {
        const segments = [{ startMs, endMs: TO_MS, offsetSlots: 0 }];
        const asked = { family: 'usage', segments, bucket: 'total', by: [], costs: 'known-now', ...query } as const;
        const { rows, prices } = await rollupInMode(of, asked, { book: now, nowMs: TO_MS });
        return { rows: comparableRows(rows), sums: totalMeasures(rows), prices };
      };
      /** The total since an instant, and what it is made of. */
      const divided = async (names: readonly string[], startMs: number): Promise<number> => {
        const { sums, prices } = await ask(store, {}, startMs);
        const parts = [{ bucket: 'day' }, { bucket: 'slot' }, ...names.map((name) => ({ by: [name] }))] as const;
        for (const part of [{}, ...parts]) {
          const found = await ask(store, part, startMs);
          expect(found).toEqual(await ask(oracle, part, startMs));
          expect(found).toMatchObject({ sums, prices });
        }
        return prices?.undecidedRequests ?? 0;
      };
      const names = ['model', 'project', 'kind', 'source', 'quality', 'user', 'task', ...COMBINATION_NAMES];
      undecided.push(await divided(names, FROM_MS));
      // What is declared late divides usage since; what was sealed without it is refused.
      if (sealedMs >= FROM_MS + DAY_MS) await divided([...names, late.name], FROM_MS + HOUR_MS);
    });
    // Two requests of each quarter of an hour that differ in nothing or in what no rollup has: three of ten, and of the first hour two, whose sums do not have `area` either.
    expect(undecided).toEqual([0, 0, 4, 14, 20]);
  });
}
