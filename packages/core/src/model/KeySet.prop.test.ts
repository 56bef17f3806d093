import fc from 'fast-check';
import { expect, it } from 'vitest';

import { KeySet } from './KeySet.ts';

/** Keys that share slots, halves and the key 0 with others. */
const key = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([high, low]) => (BigInt(high) << 32n) | BigInt(low * 2 ** 20)),
);

it('knows what was added, like a set of big integers', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      const [set, known] = [new KeySet(), new Set<bigint>()];
      for (const k of keys) {
        expect(set.add(k)).toBe(!known.has(k));
        known.add(k);
      }
    }),
  );
});

it('keeps a hundred thousand keys apart while it grows', () => {
  const set = new KeySet();
  const keys = Array.from({ length: 100_000 }, (_, i) => BigInt(i) * 0x9e3779b97f4a7c1n);
  expect(keys.filter((k) => !set.add(k))).toEqual([]);
  expect(keys.filter((k) => set.add(k))).toEqual([]);
});
