import { SLOTS_PER_DAY, timeSlot } from '../model/timeSlot.ts';
import type { CompiledWindow } from './timeWindows.ts';

/**
 * Whether an instant, ms since 1970 UTC, lies in a window: the same for all instants of a 15-minute slot.
 *
 * @example
 * isInWindow({ startSlot: 2, endSlot: 66, startsOn: Array(7).fill(true), exceptDays: new Set() }, Date.UTC(2025, 2, 1, 0, 30)) // => true
 */
export function isInWindow({ startSlot, endSlot, startsOn, exceptDays }: CompiledWindow, atMs: number): boolean {
  const slot = timeSlot(atMs);
  const today = Math.floor(slot / SLOTS_PER_DAY);
  // A window that began yesterday can still be open.
  return [today - 1, today].some((day) => {
    const slotOfDay = slot - day * SLOTS_PER_DAY;
    // 1970-01-01 was a Thursday.
    const weekday = (((day + 3) % 7) + 7) % 7;
    return slotOfDay >= startSlot && slotOfDay < endSlot && startsOn[weekday] === true && !exceptDays.has(day);
  });
}
