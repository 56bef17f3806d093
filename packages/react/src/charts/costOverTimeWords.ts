import type { CostSeries } from '../figures/costSeries.ts';
import { plural } from '../format/plural.ts';
import type { Formats } from '../format/useFormats.ts';
import type { CursorDatum } from '../parts/cursorStore.ts';
import type { ChartTable } from '../parts/DataTable.tsx';
import { slotName, slotTitle } from '../parts/slotTitle.ts';

const weekdayOf = (day: string): number => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
const isCost = (series: CostSeries): boolean => series.measure === 'cost';

/** A value of the series as text; USD that is not known is "no price". */
export function seriesValue(series: CostSeries, value: number | null, formats: Formats): string {
  return isCost(series) ? formats.money(value) : formats.compact(value ?? 0);
}

/** The sessions of a slot; `''` where they are not known. */
function sessionWords({ hasSessions }: CostSeries, { point }: CostSeries['slots'][number], formats: Formats): string {
  return hasSessions ? plural(point.sessions, 'session', formats.count(point.sessions)) : '';
}

/** The weekday with the highest mean of its known days, when there are at least two of each and it stands out by a quarter. */
function hottestWeekday(series: CostSeries): { weekday: number; mean: number } | null {
  if (series.groupBy !== 'day') return null;
  const whole = series.slots.filter((slot) => !slot.point.partial);
  const means = Array.from({ length: 7 }, (_, i) => {
    const own = whole.flatMap((slot) => (weekdayOf(slot.point.start) === i + 1 ? (slot.total ?? []) : []));
    return own.length < 2 ? null : own.reduce((sum, total) => sum + total, 0) / own.length;
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
  const peak = slots.reduce((best, slot) => ((slot.total ?? -1) > (best.total ?? -1) ? slot : best));
  const shown = seriesValue(series, peak.total, formats);
  const unit = isCost(series) ? '' : ' tokens';
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
  const unit = isCost(series) ? '' : ' tokens of input and output';
  const [total, shown] = [series.total, series.shownTotal].map((value) => seriesValue(series, value, formats));
  // Each bar is rounded by itself, so that a day has one figure on the page.
  const rounded = total === shown ? '' : ` (${shown} when each is rounded)`;
  const notes = series.parts.length > 0 ? [`Bars add up to ${total}${unit}${rounded}.`] : [];
  if (first && partial.length === 1)
    notes.push(`${slotTitle(first.point, series.groupBy, formats)} is partial and shown hatched.`);
  if (partial.length > 1) notes.push(`Partial ${series.groupBy}s are shown hatched.`);
  if (isCost(series) && tokens > 0)
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
  const unit = isCost(series) ? '' : ' tokens';
  const sessions = sessionWords(series, slot, formats);
  const state = slot.point.partial ? ', partial' : '';
  const rows = series.parts
    .map(({ label, color, unknown }, i) => ({
      label,
      color,
      ...(unknown ? { unknown } : {}),
      value: seriesValue(series, slot.values[i] ?? null, formats),
      // A model of which some usage of the range has a price may have none here.
      present: slot.values[i] !== 0,
    }))
    .filter((row) => row.present)
    .toReversed();
  const unpriced =
    isCost(series) && slot.unpricedTokens > 0
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
    context: [sessions, usual(series, slotIndex, formats)].filter(Boolean).join(', '),
  };
  const own = part === null ? undefined : series.parts[part];
  const priced = rows.map((row) => `${row.label} ${row.value}`).join(', ');
  if (own) {
    const value = seriesValue(series, slot.values[part ?? 0] ?? null, formats);
    return {
      label: `${title}${state}: ${own.label} ${value}${unit} of ${total}.`,
      readout: { key: title, value: `${own.label} ${value}`, detail: `of ${total}${unit}` },
      tip,
    };
  }
  return {
    label:
      `${title}${state}: ${[slot.total === null ? total : `${total}${unit} in total`, sessions].filter(Boolean).join(', ')}. ${priced}${priced === '' ? '' : '. '}${unpriced === null ? '' : `${unpriced}, not in cost.`}`.trim(),
    readout: { key: title, value: `${total}${unit}`, detail: [sessions, priced].filter(Boolean).join(' · ') },
    tip,
  };
}

/** How a day compares with the others of its weekday, when there are at least two of them. */
function usual(series: CostSeries, slotIndex: number, formats: Formats): string {
  const slot = series.slots[slotIndex];
  if (!slot?.total || series.groupBy !== 'day' || slot.point.partial) return '';
  const weekday = weekdayOf(slot.point.start);
  const others = series.slots.flatMap((other) =>
    other !== slot && !other.point.partial && weekdayOf(other.point.start) === weekday ? (other.total ?? []) : [],
  );
  const mean = others.reduce((sum, total) => sum + total, 0) / others.length;
  if (others.length < 2 || mean === 0) return '';
  return `${formats.decimal(slot.total / mean, 1)}× a usual ${formats.weekdayLong(weekday)}`;
}

/** The series as a table. */
export function seriesTable(series: CostSeries, formats: Formats): ChartTable {
  const value = (amount: number | null): string => seriesValue(series, amount, formats);
  const period = { day: 'Day', week: 'Week of', month: 'Month' }[series.groupBy];
  const withUnpriced = isCost(series) && series.slots.some((slot) => slot.unpricedTokens > 0);
  const name = isCost(series) ? 'Cost' : 'Input and output tokens';
  return {
    caption: `${name} by ${series.groupBy} and model`,
    columns: [
      period,
      ...series.parts.map((part) => part.label),
      'Total',
      ...(series.hasSessions ? ['Sessions'] : []),
      ...(withUnpriced ? ['Tokens without a price, incl. cache'] : []),
    ],
    rows: series.slots.map((slot) => [
      `${slotTitle(slot.point, series.groupBy, formats).replace('Week of ', '')}${slot.point.partial ? ' (partial)' : ''}`,
      // Beside a total that is not known, $0 of what was not used would be read as the cost of the row.
      ...slot.values.map((own) => (own === 0 && slot.total === null ? '–' : value(own))),
      value(slot.total),
      ...(series.hasSessions ? [formats.count(slot.point.sessions)] : []),
      ...(withUnpriced ? [formats.compact(slot.unpricedTokens)] : []),
    ]),
    total: [
      'Total',
      ...series.parts.map((part) => value(part.total)),
      value(series.total),
      ...(series.hasSessions ? [formats.count(series.slots.reduce((sum, slot) => sum + slot.point.sessions, 0))] : []),
      ...(withUnpriced ? [formats.compact(series.slots.reduce((sum, slot) => sum + slot.unpricedTokens, 0))] : []),
    ],
  };
}
