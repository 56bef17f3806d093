import type { CostSeries } from '../figures/costSeries.ts';
import { plural } from '../format/plural.ts';
import type { Formats } from '../format/useFormats.ts';
import type { CursorDatum } from '../parts/cursorStore.ts';
import type { ChartTable } from '../parts/DataTable.tsx';
import { slotName, slotTitle } from '../parts/slotTitle.ts';

const weekdayOf = (day: string): number => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
const isRounded = (series: CostSeries): boolean => series.measure === 'cost';

/** A value of the series as text. */
export function seriesValue(series: CostSeries, value: number, formats: Formats): string {
  return isRounded(series) ? formats.money(value) : formats.compact(value);
}

/** The weekday with the highest mean, when there are at least two of each and it stands out by a quarter. */
function hottestWeekday(series: CostSeries): { weekday: number; mean: number } | null {
  if (series.groupBy !== 'day') return null;
  const whole = series.slots.filter((slot) => !slot.point.partial);
  const means = Array.from({ length: 7 }, (_, i) => {
    const own = whole.filter((slot) => weekdayOf(slot.point.start) === i + 1);
    return own.length < 2 ? null : own.reduce((sum, slot) => sum + slot.total, 0) / own.length;
  });
  if (means.includes(null)) return null;
  const known = means as number[];
  const mean = Math.max(...known);
  const usual = known.reduce((sum, value) => sum + value, 0) / 7;
  return mean > usual * 1.25 ? { weekday: known.indexOf(mean) + 1, mean } : null;
}

/** One sentence on the whole series. */
export function seriesTakeaway(series: CostSeries, formats: Formats): string {
  const { slots, groupBy } = series;
  if (slots.every((slot) => slot.point.requests === 0)) return 'Nothing was used in this range.';
  if (series.parts.length === 0) return 'No request in this range has a price, so there is no cost to show.';
  const peak = slots.reduce((best, slot) => (slot.total > best.total ? slot : best));
  const shown = seriesValue(series, peak.total, formats);
  const unit = isRounded(series) ? '' : ' tokens';
  if (slots.length === 1)
    return `${shown}${unit} ${groupBy === 'day' ? 'on' : 'in'} ${slotName(peak.point, groupBy, formats)}.`;
  const name = slotName(peak.point, groupBy, formats);
  const hottest = hottestWeekday(series);
  const mean = hottest && seriesValue(series, hottest.mean, formats);
  const first = hottest ? `${formats.weekdayLong(hottest.weekday)}s run hottest, ${mean}${unit} on average. ` : '';
  return `${first}The peak was ${name}, ${shown}${unit}.`;
}

/** What the bars add up to, and what is special about some of them. */
export function seriesNote(series: CostSeries, formats: Formats): string {
  const partial = series.slots.filter((slot) => slot.point.partial);
  const tokens = series.slots.reduce((sum, slot) => sum + slot.unpricedTokens, 0);
  const first = partial[0];
  const unit = isRounded(series) ? '' : ' tokens of input and output';
  const notes = series.parts.length > 0 ? [`Bars add up to ${seriesValue(series, series.total, formats)}${unit}.`] : [];
  if (first && partial.length === 1)
    notes.push(`${slotTitle(first.point, series.groupBy, formats)} is partial and shown hatched.`);
  if (partial.length > 1) notes.push(`Partial ${series.groupBy}s are shown hatched.`);
  if (isRounded(series) && tokens > 0)
    notes.push(`${formats.compact(tokens)} tokens incl. cache have no price: grey stubs, not in cost.`);
  return notes.join(' ');
}

/** The words of one bar, or of one part of it. */
export function seriesDatum(
  series: CostSeries,
  slotIndex: number,
  part: number | null,
  formats: Formats,
): Omit<CursorDatum, 'box'> {
  const slot = series.slots[slotIndex] as CostSeries['slots'][number];
  const title = slotTitle(slot.point, series.groupBy, formats);
  const total = seriesValue(series, slot.total, formats);
  const unit = isRounded(series) ? '' : ' tokens';
  const sessions = plural(slot.point.sessions, 'session', formats.count(slot.point.sessions));
  const state = slot.point.partial ? ', partial' : '';
  const rows = series.parts
    .map(({ label, color, unknown }, i) => ({
      label,
      color,
      ...(unknown ? { unknown } : {}),
      value: seriesValue(series, slot.values[i] ?? 0, formats),
      present: (slot.values[i] ?? 0) > 0,
    }))
    .filter((row) => row.present)
    .toReversed();
  const unpriced =
    isRounded(series) && slot.unpricedTokens > 0
      ? `${formats.compact(slot.unpricedTokens)} tokens incl. cache without a price`
      : null;
  const tip = {
    title: `${title}${state}`,
    rows:
      unpriced === null
        ? rows
        : [
            { label: 'Without a price', value: `${formats.compact(slot.unpricedTokens)} incl. cache`, unknown: true },
            ...rows,
          ],
    total: { label: 'Total', value: total },
    context: `${sessions}${usual(series, slotIndex, formats)}`,
  };
  const own = part === null ? undefined : series.parts[part];
  const priced = rows.map((row) => `${row.label} ${row.value}`).join(', ');
  if (own) {
    const value = seriesValue(series, slot.values[part ?? 0] ?? 0, formats);
    return {
      label: `${title}${state}: ${own.label} ${value}${unit} of ${total}.`,
      readout: { key: title, value: `${own.label} ${value}`, detail: `of ${total}${unit}` },
      tip,
    };
  }
  return {
    label:
      `${title}${state}: ${total}${unit} in total, ${sessions}. ${priced}${priced === '' ? '' : '. '}${unpriced === null ? '' : `${unpriced}, not in cost.`}`.trim(),
    readout: { key: title, value: `${total}${unit}`, detail: [sessions, priced].filter(Boolean).join(' · ') },
    tip,
  };
}

/** How a day compares with the others of its weekday, when there are at least two of them. */
function usual(series: CostSeries, slotIndex: number, formats: Formats): string {
  const slot = series.slots[slotIndex];
  if (!slot || series.groupBy !== 'day' || slot.point.partial || slot.total === 0) return '';
  const weekday = weekdayOf(slot.point.start);
  const others = series.slots.filter(
    (other) => other !== slot && !other.point.partial && weekdayOf(other.point.start) === weekday,
  );
  const mean = others.reduce((sum, other) => sum + other.total, 0) / others.length;
  if (others.length < 2 || mean === 0) return '';
  return `, ${formats.decimal(slot.total / mean, 1)}× a usual ${formats.weekdayLong(weekday)}`;
}

/** The series as a table. */
export function seriesTable(series: CostSeries, formats: Formats): ChartTable {
  const value = (amount: number): string => seriesValue(series, amount, formats);
  const period = { day: 'Day', week: 'Week of', month: 'Month' }[series.groupBy];
  const withUnpriced = isRounded(series) && series.slots.some((slot) => slot.unpricedTokens > 0);
  const name = isRounded(series) ? 'Cost' : 'Input and output tokens';
  return {
    caption: `${name} by ${series.groupBy} and model`,
    columns: [
      period,
      ...series.parts.map((part) => part.label),
      'Total',
      'Sessions',
      ...(withUnpriced ? ['Tokens without a price, incl. cache'] : []),
    ],
    rows: series.slots.map((slot) => [
      `${slotTitle(slot.point, series.groupBy, formats).replace('Week of ', '')}${slot.point.partial ? ' (partial)' : ''}`,
      ...slot.values.map(value),
      value(slot.total),
      formats.count(slot.point.sessions),
      ...(withUnpriced ? [formats.compact(slot.unpricedTokens)] : []),
    ]),
    total: [
      'Total',
      ...series.parts.map((part) => value(part.total)),
      value(series.total),
      formats.count(series.slots.reduce((sum, slot) => sum + slot.point.sessions, 0)),
      ...(withUnpriced ? [formats.compact(series.slots.reduce((sum, slot) => sum + slot.unpricedTokens, 0))] : []),
    ],
  };
}
