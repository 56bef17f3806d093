import fc from 'fast-check';

import { COMBINATION_NAMES } from '../metrics/combinationText.ts';
import { familyDimensions, ROLLUP_NAMES } from '../metrics/rollup.ts';
import { zoneSegments } from '../metrics/zoneSegments.ts';
import type { RollupFilter, RollupQuery, RollupRow, ZoneSegment } from '../model/Rollup.ts';
import { SLOT_MS } from '../model/timeSlot.ts';
import { exampleDimensions, FROM_MS, TO_MS } from './ledgerArbitraries.ts';

/** Rows in an order and form that two stores can be compared by; a row without facts says nothing. */
export function comparableRows(rows: readonly RollupRow[]): string[] {
  return rows
    .map((r) =>
      JSON.stringify([
        r.bucket,
        r.key,
        Object.entries(r.measures)
          .map(([k, v]) => [k, String(v)])
          .toSorted(),
      ]),
    )
    .toSorted();
}

/** The zone whose days the example host keeps ready; its clocks change between {@link FROM_MS} and {@link TO_MS}. */
export const EXAMPLE_ZONE = 'America/New_York';

/** Segments with one change of offset in them, cut to odd milliseconds. */
const oddSegments: fc.Arbitrary<ZoneSegment[]> = fc
  .tuple(
    fc.integer({ min: FROM_MS - 1000, max: TO_MS }),
    fc.integer({ min: 1, max: TO_MS - FROM_MS }),
    fc.integer({ min: -48, max: 56 }),
    fc.constantFrom(-4, 2, 4),
  )
  .map(([startMs, length, offsetSlots, change]) => {
    const endMs = startMs + length;
    const middle = Math.floor((startMs + endMs) / 2 / SLOT_MS) * SLOT_MS;
    if (middle <= startMs || middle >= endMs) return [{ startMs, endMs, offsetSlots }];
    return [
      { startMs, endMs: middle, offsetSlots },
      { startMs: middle, endMs, offsetSlots: offsetSlots + change },
    ];
  });

/** Ranges of a kept zone and of others, around all of the data. */
const zoneRanges: fc.Arbitrary<ZoneSegment[]> = fc
  .tuple(
    fc.constantFrom(EXAMPLE_ZONE, 'UTC', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
    fc.integer({ min: FROM_MS - 3 * 86_400_000, max: FROM_MS }),
    fc.integer({ min: TO_MS, max: TO_MS + 3 * 86_400_000 }),
  )
  .map(([zone, startMs, endMs]) => zoneSegments({ startMs, endMs }, zone));

const VALUES = [
  '',
  'a',
  'a ',
  'b',
  '__proto__',
  'm1',
  'unpriced',
  'codex',
  'failed',
  'batch',
  '0',
  '1',
  '2501',
  'assumed',
  'request',
  'error',
  'subagent',
  'input output',
  "'; drop table uk_request; --",
  'x" or 1=1',
];

/** Of combinations only stores on tables know what has left them past its `maxValues`: they have tests of their own. */
const COMBINATIONS: readonly string[] = COMBINATION_NAMES;

const names = (family: RollupQuery['family']): string[] => [
  ...ROLLUP_NAMES[family].filter((name) => !COMBINATIONS.includes(name)),
  ...familyDimensions(family, exampleDimensions).map((d) => d.name),
];

/** A filter on at most two names that a family has. */
export function filterOf(family: RollupQuery['family']): fc.Arbitrary<RollupFilter> {
  return fc.dictionary(
    fc.constantFrom(...names(family)),
    fc.uniqueArray(fc.constantFrom(...VALUES), { maxLength: 3 }),
    { maxKeys: 2, noNullPrototype: true },
  );
}

/** A rollup query of any family, range, zone, grouping and filter. */
export const rollupQuery: fc.Arbitrary<RollupQuery> = fc
  .constantFrom('usage' as const, 'tools' as const, 'sessions' as const)
  .chain((family) =>
    fc.record(
      {
        family: fc.constant(family),
        segments: fc.oneof(oddSegments, zoneRanges),
        bucket: fc.constantFrom('total' as const, 'day' as const, 'weekHour' as const, 'slot' as const),
        by: fc.uniqueArray(fc.constantFrom(...names(family)), { maxLength: 3 }),
        where: filterOf(family),
        hideFailed: fc.boolean(),
        includeReset: fc.boolean(),
        measures: fc.constantFrom(
          ...(family === 'tools'
            ? [['calls' as const]]
            : [['requests' as const], ['costPico' as const, 'input' as const]]),
          ...(family === 'usage' ? [['webSearches' as const]] : []),
          ...(family === 'sessions' ? [['sessions' as const]] : []),
        ),
      },
      { requiredKeys: ['family', 'segments', 'bucket', 'by'] },
    ),
  );
