import fc from 'fast-check';
import { expect, it } from 'vitest';

import { sortedNumbers } from './sortedNumbers.ts';

const whole = fc.oneof(
  fc.nat(5),
  fc.nat(),
  fc.maxSafeNat(),
  fc.constantFrom(2 ** 11 - 1, 2 ** 11, 2 ** 22, 2 ** 32 - 1, 2 ** 32, 2 ** 43, 2 ** 53 - 1),
);
const ordered = (values: readonly number[]): number[] => [...Float64Array.from(values).toSorted()];

it('many whole numbers of any size come in order', () => {
  fc.assert(
    fc.property(
      fc.array(whole, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(2 ** 8, 2 ** 30, 2 ** 40, 2 ** 53),
      (some, bound) => {
        const values = Array.from({ length: 1500 }, (_, i) => ((some[i % some.length] as number) + i * 7919) % bound);
        expect([...sortedNumbers(values)]).toEqual(ordered(values));
      },
    ),
    { numRuns: 50 },
  );
});

it('so do few, fractions, negative ones, and those beyond what JavaScript counts exactly', () => {
  const many = Array.from({ length: 2000 }, (_, i) => (i * 7919) % 1013);
  for (const values of [[], [2, 1], many.map((n) => n / 3), many.map((n) => 500 - n), [...many, 2 ** 60, Infinity]]) {
    expect([...sortedNumbers(values)]).toEqual(ordered(values));
  }
});
