import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { examplePrice, FROM_MS, TO_MS, usageBatch } from '../testing/ledgerArbitraries.ts';
import { dimension } from './dimension.ts';
import { joinLedger } from './joinLedger.ts';
import { emptyLedger } from './Ledger.ts';
import { addMeasures, assertRollupNames, bucketOf, rollup } from './rollup.ts';
import type { RollupMeasures } from '../model/Rollup.ts';

const HOUR_MS = 3_600_000;

describe('bucketOf', () => {
  it('a day begins at local midnight', () => {
    const midnightInKolkata = Date.UTC(2026, 2, 8, 18, 30);
    expect(bucketOf(midnightInKolkata, 22, 'day')).toBe(bucketOf(midnightInKolkata - 1, 22, 'day') + 1);
  });

  it('S1.15 hour of the week: Monday 00:00 is 0, Sunday 23:00 is 167', () => {
    const monday = Date.UTC(2026, 10, 23);
    expect(bucketOf(monday, 0, 'weekHour')).toBe(0);
    expect(bucketOf(monday - 1, 0, 'weekHour')).toBe(167);
    expect(bucketOf(monday, -4, 'weekHour')).toBe(167);
    expect(bucketOf(monday + 26 * HOUR_MS, 0, 'weekHour')).toBe(26);
  });
});

describe('rollup', () => {
  const whole = [{ startMs: FROM_MS, endMs: TO_MS + 1, offsetSlots: 0 }];
  const total = (rows: { measures: RollupMeasures }[]): RollupMeasures => {
    const sum: RollupMeasures = {};
    for (const row of rows) addMeasures(sum, row.measures);
    return sum;
  };

  it('B06 Σ days = Σ any grouping = total, in any offset', () => {
    fc.assert(
      fc.property(fc.array(usageBatch, { maxLength: 4 }), fc.integer({ min: -48, max: 56 }), (batches, offsetSlots) => {
        const ledger = emptyLedger();
        for (const batch of batches) joinLedger(ledger, batch, examplePrice);
        const segments = whole.map((s) => ({ ...s, offsetSlots }));
        const all = total(rollup(ledger, { family: 'usage', segments, bucket: 'total', by: [] }));
        for (const by of [['model'], ['project', 'kind'], ['quality', 'basis', 'source']]) {
          expect(total(rollup(ledger, { family: 'usage', segments, bucket: 'day', by }))).toEqual(all);
        }
      }),
    );
  });

  it('a range cut in two adds up to the whole', () => {
    fc.assert(
      fc.property(
        fc.array(usageBatch, { maxLength: 4 }),
        fc.integer({ min: FROM_MS, max: TO_MS }),
        (batches, cutMs) => {
          const ledger = emptyLedger();
          for (const batch of batches) joinLedger(ledger, batch, examplePrice);
          for (const family of ['usage', 'tools', 'sessions'] as const) {
            const ask = (startMs: number, endMs: number) =>
              rollup(ledger, { family, segments: [{ startMs, endMs, offsetSlots: 0 }], bucket: 'total', by: [] });
            const parts = [...ask(FROM_MS, cutMs), ...ask(cutMs, TO_MS + 1)];
            expect(total(parts)).toEqual(total(ask(FROM_MS, TO_MS + 1)));
          }
        },
      ),
    );
  });

  it('hiding failed sessions leaves out exactly what a filter on them finds', () => {
    fc.assert(
      fc.property(fc.array(usageBatch, { maxLength: 4 }), (batches) => {
        const ledger = emptyLedger();
        for (const batch of batches) joinLedger(ledger, batch, examplePrice);
        const ask = (extra: object) =>
          rollup(ledger, { family: 'usage', segments: whole, bucket: 'total', by: [], ...extra });
        const both = [...ask({ hideFailed: true }), ...ask({ where: { status: ['failed'] } })];
        expect(total(both)).toEqual(total(ask({})));
      }),
    );
  });
});

it('a name that a family does not have is refused with what to do', () => {
  const query = { family: 'usage', by: ['user'] } as const;
  const undeclared =
    "declare one of your own with dimensions: [dimension('user', { grain })], grain session or request";
  expect(() => assertRollupNames(query)).toThrow(undeclared);
  const ofCalls = [dimension('user', { grain: 'call' })];
  expect(() => assertRollupNames(query, ofCalls)).toThrow("'user' is declared with the grain call");
});
