import { expect, it } from 'vitest';

import { MAX_TIMER_MS } from './isTimerMs.ts';
import { timerFault } from './timerFault.ts';

it.each([
  [Infinity, 'waitMs is Infinity: it is a number from 0 to 2147483647'],
  [null, 'waitMs is null: it is a number from 0 to 2147483647'],
  [MAX_TIMER_MS + 1, 'waitMs is 2147483648: it is a number from 0 to 2147483647'],
])('says of %s what is wanted', (ms, text) => {
  expect(timerFault('waitMs', ms)).toBe(text);
});

it('names the shortest time that is taken', () => {
  expect(timerFault('intervalMs', 0, 1)).toBe('intervalMs is 0: it is a number from 1 to 2147483647');
});
