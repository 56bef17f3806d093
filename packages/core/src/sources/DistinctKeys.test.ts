import fc from 'fast-check';
import { expect, it } from 'vitest';

import { DistinctKeys } from './DistinctKeys.ts';

it('knows again what a set knows again', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer({ min: 0, max: 50 }).map(String))), (keys) => {
      const [distinct, set] = [new DistinctKeys(), new Set<string>()];
      for (const key of keys) {
        expect(distinct.add(key)).toBe(!set.has(key));
        set.add(key);
      }
    }),
  );
});

it('a hundred thousand similar keys are all told apart', () => {
  const keys = new DistinctKeys();
  let added = 0;
  for (let round = 0; round < 2; round += 1) {
    for (let i = 0; i < 100_000; i += 1)
      added += Number(keys.add(`019d7e2f-0041-7310-951c-94020254dfc9#${i}/0/0/${i % 7}/0#0`));
  }
  expect(added).toBe(100_000);
});
