import { timeText } from './cellValues.ts';
import type { PositionValue } from './tableCursor.ts';
import { wallMs } from './zonedMs.ts';

/** Clocks differ, and times are written in other zones than is said; more than this is an error. */
export const MAX_AHEAD_US = 86_400_000_000;

/** The present as cursor values show it, µs. */
export interface TableClock {
  instantUs: number;
  /** Without an offset, as if it were UTC. */
  localUs: number;
}

/**
 * The present by a clock of this process.
 *
 * @param timeZone zone of times without an offset. They may be UTC all the same: the later of both is the present
 */
export function tableClock(nowMs: number, timeZone: string): TableClock {
  const presentMs = Math.floor(nowMs);
  const localMs = wallMs(presentMs, timeZone) + (presentMs % 1000);
  return { instantUs: presentMs * 1000, localUs: Math.max(presentMs, localMs) * 1000 };
}

/** How much later than the present a cursor value is, µs; less than 0 for earlier ones. 0 for numbers, which have no clock. */
export function aheadUs({ instantUs, localUs }: TableClock, { value }: PositionValue): number {
  const time = timeText(String(value));
  if (!time) return 0;
  return time.offsetMs === undefined ? time.localUs - localUs : time.localUs - time.offsetMs * 1000 - instantUs;
}
