import { expect, it } from 'vitest';

import { assertZone } from './assertZone.ts';

it('takes every zone that the runtime has', () => {
  for (const zone of ['UTC', ...Intl.supportedValuesOf('timeZone')]) expect(() => assertZone(zone)).not.toThrow();
});

it.each([
  ['Europe/Belrin', 'invalid_time_zone'],
  ['', 'invalid_time_zone'],
  ['+05:31', 'zone_off_grid'],
])('refuses %j', (zone, code) => {
  expect(() => assertZone(zone)).toThrow(expect.objectContaining({ code }));
});
