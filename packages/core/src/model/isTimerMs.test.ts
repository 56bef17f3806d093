import { expect, it } from 'vitest';

import { isTimerMs, MAX_TIMER_MS } from './isTimerMs.ts';

it.each([0, 0.5, 2000, MAX_TIMER_MS])('a timer can wait %s ms', (ms) => {
  expect(isTimerMs(ms)).toBe(true);
});

it.each([-1, Number.NaN, Infinity, MAX_TIMER_MS + 1, '2000', null, undefined, 5n])('and not %s', (ms) => {
  expect(isTimerMs(ms)).toBe(false);
});

it('nor less than the shortest time that is asked for', () => {
  expect([isTimerMs(0.9, 1), isTimerMs(1, 1)]).toEqual([false, true]);
});
