import { expect, it } from 'vitest';

import { dayNumber } from './dayNumber.ts';
import { dayStartMs } from './dayStartMs.ts';
import { recordedDayStartMs } from './recordedDayStartMs.ts';

it.each([
  ['UTC', '1990-01-01', '1990-01-01T00:00:00.000Z'],
  ['Asia/Tokyo', '1990-01-01', '1990-01-01T00:00:00.000Z'],
  ['America/New_York', '1989-12-31', '1990-01-01T00:00:00.000Z'],
  ['America/New_York', '1990-01-01', '1990-01-01T05:00:00.000Z'],
])('the first recorded instant in %s of %s is %s', (timeZone, day, expected) => {
  expect(new Date(recordedDayStartMs(dayNumber(day), timeZone)).toISOString()).toBe(expected);
});

it.each([
  ['UTC', '1989-12-31'],
  ['Asia/Tokyo', '1989-12-31'],
  ['America/New_York', '1989-12-30'],
  ['America/Sao_Paulo', '2018-11-04'],
])('other days begin as they do: in %s %s', (timeZone, day) => {
  expect(recordedDayStartMs(dayNumber(day), timeZone)).toBe(dayStartMs(dayNumber(day), timeZone));
});
