import { UsageError } from '../errors.ts';
import { SLOTS_PER_DAY, timeSlot } from '../model/timeSlot.ts';
import type { PriceWindow } from './PriceRow.ts';
import { quarterHourMs } from './quarterHourMs.ts';

/** A window with its texts parsed: quarter hours from the start of a UTC day, at most one day long. */
export interface CompiledWindow {
  /** 0 … 95. */
  startSlot: number;
  /** Exclusive; more than 96 when it ends on the next day. */
  endSlot: number;
  /** Index 0 = Monday. */
  startsOn: readonly boolean[];
  /** Days since 1970 on which it does not start. */
  exceptDays: ReadonlySet<number>;
}

const slotOfDay = (text: string, what: string): number => {
  const parts = /^([01]\d|2[0-3]):(00|15|30|45)$/.exec(text);
  if (parts) return Number(parts[1]) * 4 + Number(parts[2]) / 15;
  throw new UsageError('invalid_argument', `${what}: '${text}' is not a quarter hour of a day such as '16:30'`);
};

/**
 * Windows with their texts parsed; `what` says in errors whose they are.
 *
 * @throws `invalid_argument` for a time between quarter hours, a weekday that is not 1 … 7, or a day that does not exist
 * @example
 * timeWindows([{ start: '16:30', end: '00:30' }], 'x')[0]?.endSlot // => 98
 */
export function timeWindows(windows: readonly PriceWindow[], what: string): CompiledWindow[] {
  return windows.map(({ start, end, weekdays, exceptDays }) => {
    const days = weekdays ?? [1, 2, 3, 4, 5, 6, 7];
    const startSlot = slotOfDay(start, what);
    const endSlot = slotOfDay(end, what);
    const wrong = days.find((day) => !Number.isInteger(day) || day < 1 || day > 7);
    if (wrong !== undefined) {
      throw new UsageError('invalid_argument', `${what}: ${wrong} is not a day of the week: 1 = Monday … 7 = Sunday`);
    }
    return {
      startSlot,
      endSlot: endSlot > startSlot ? endSlot : endSlot + SLOTS_PER_DAY,
      startsOn: [1, 2, 3, 4, 5, 6, 7].map((day) => days.includes(day)),
      exceptDays: new Set((exceptDays ?? []).map((day) => timeSlot(quarterHourMs(day, what)) / SLOTS_PER_DAY)),
    };
  });
}
