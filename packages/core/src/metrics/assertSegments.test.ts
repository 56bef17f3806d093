import fc from 'fast-check';
import { expect, it } from 'vitest';

import { assertSegments } from './assertSegments.ts';
import { zoneSegments } from './zoneSegments.ts';

const refusal = (message: string) =>
  expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) });
const at = (startMs: unknown, endMs: unknown, offsetSlots: unknown = 0) => ({ startMs, endMs, offsetSlots });

it('takes the segments of any range in any zone, and none', () => {
  assertSegments([]);
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) }),
      fc.integer({ min: 0, max: 400 * 86_400_000 }),
      fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      (startMs, length, timeZone) => {
        expect(() => assertSegments(zoneSegments({ startMs, endMs: startMs + length }, timeZone))).not.toThrow();
      },
    ),
  );
});

it.each([
  ['half a ms', [at(0.5, 1)]],
  ['no safe integer', [at(0, 2 ** 53)]],
  ['text', [at('0', '1')]],
  ['an end before the start', [at(1, 0)]],
  ['more than a day of offset', [at(0, 1, -97)]],
  ['a hole', Object.assign([], { 1: at(0, 1) })],
  ['null', null],
])('refuses %s', (_, segments) => {
  expect(() => assertSegments(segments)).toThrow(refusal('segments is a list of'));
});

it('refuses time that is there twice, or goes back', () => {
  expect(() => assertSegments([at(0, 2), at(1, 3)])).toThrow(refusal('overlap'));
  expect(() => assertSegments([at(2, 3), at(0, 1)])).toThrow(refusal('order of time'));
});
