import { afterEach, expect, it, vi } from 'vitest';

import { systemTimeZone, timeZoneOf } from './timeZoneOf.ts';

afterEach(() => vi.unstubAllEnvs());

it.each(['UTC', 'Etc/UTC', 'Asia/Kolkata', 'America/New_York', 'Etc/GMT+5', '', undefined])(
  'the zone of this computer is the one that Intl says when TZ is %j',
  (zone) => {
    vi.stubEnv('TZ', zone);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(systemTimeZone()).toBe(timeZone === 'Etc/Unknown' ? 'UTC' : timeZone);
  },
);

it('takes IANA names and refuses offsets and what is none', () => {
  expect(timeZoneOf('Asia/Kolkata')).toBe('Asia/Kolkata');
  for (const name of ['+05:30', 'Mars/Base', '']) expect(() => timeZoneOf(name)).toThrow(/is not an IANA time zone/);
});
