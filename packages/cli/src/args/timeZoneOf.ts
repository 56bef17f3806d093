import { readlinkSync } from 'node:fs';

import { CommandError } from './CommandError.ts';

const UTC_NAMES = /(?:^|\/)(?:UTC|Etc\/UTC)$/;

/**
 * Whether this computer's clock is UTC's for sure, found out without `Intl`: loading its data takes more than a tenth of the time of a sync that has nothing to read.
 */
function isUtc(): boolean {
  const { TZ } = process.env;
  if (TZ !== undefined) return TZ === 'UTC' || TZ === 'Etc/UTC';
  try {
    return UTC_NAMES.test(readlinkSync('/etc/localtime'));
  } catch {
    return false;
  }
}

/** The zone of this computer; UTC when it does not know. */
export function systemTimeZone(): string {
  if (isUtc()) return 'UTC';
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && zone !== 'Etc/Unknown' ? zone : 'UTC';
}

/**
 * The time zone asked for, or this computer's.
 *
 * @throws CommandError with exit code 2 when it is not an IANA name
 * @example
 * timeZoneOf('Asia/Kolkata') // => 'Asia/Kolkata'
 */
export function timeZoneOf(given: string | undefined): string {
  if (given === undefined) return systemTimeZone();
  try {
    // Offsets such as +05:30 are accepted by Intl but name no zone.
    if (!/^[A-Za-z]/.test(given)) throw new RangeError(given);
    Intl.DateTimeFormat('en', { timeZone: given });
    return given;
  } catch {
    throw new CommandError(2, `'${given}' is not an IANA time zone: use a name such as Europe/Berlin`);
  }
}
