import { expect, it } from 'vitest';

import { attributionClaim } from './attributionClaim.ts';

it('the first place that is asked for is that of its claim, also one below all others', () => {
  expect(attributionClaim(-1, '') >> 18n).toBe(-1n);
  expect(attributionClaim(-1, '')).toBeLessThan(attributionClaim(0, ''));
});
