import fc from 'fast-check';
import { expect, it } from 'vitest';

import { plan } from './plan.ts';

it('pieces cover the segments of a query, each once, and name their level', () => {
  const segment = fc.record({
    startMs: fc.integer({ min: 0, max: 10 ** 9 }),
    length: fc.integer({ min: 0, max: 10 ** 9 }),
    offsetSlots: fc.integer({ min: -48, max: 56 }),
  });
  fc.assert(
    fc.property(fc.array(segment), (parts) => {
      const segments = parts.map(({ startMs, length, offsetSlots }) => ({
        startMs,
        endMs: startMs + length,
        offsetSlots,
      }));
      const pieces = plan({ family: 'usage', segments, bucket: 'day', by: [] });
      const covered = pieces.reduce((ms, p) => ms + p.endMs - p.startMs, 0);
      expect(covered).toBe(parts.reduce((ms, p) => ms + p.length, 0));
      expect(pieces.every((p) => p.level === 'L0' && p.endMs > p.startMs)).toBe(true);
    }),
  );
});
