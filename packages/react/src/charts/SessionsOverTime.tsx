import type { GroupBy, SeriesPoint, UsageAnalytics } from '@usagekit/core';
import { useMemo, useState } from 'react';

import { mergedSeries } from '../figures/mergedSeries.ts';
import { MERGED_HELP, mergedWords } from '../figures/mergedWords.ts';
import { plural } from '../format/plural.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import type { Box } from '../parts/Box.ts';
import { ChartCanvas } from '../parts/ChartCanvas.tsx';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { narrowHeight } from '../parts/chartHeights.ts';
import { type CursorDatum, type CursorStore, cursorStore } from '../parts/cursorStore.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { ReadoutFooter } from '../parts/ReadoutFooter.tsx';
import { Segments } from '../parts/Segments.tsx';
import { slotName, slotTitle } from '../parts/slotTitle.ts';
import { StackedBars } from '../parts/StackedBars.tsx';
import { type ActivityMeasure, activityParts, sessionsOverTimeLayout } from './SessionsOverTime.layout.ts';

/** What {@link SessionsOverTime} takes. */
export interface SessionsOverTimeProps {
  data: UsageAnalytics;
  defaultMeasure?: ActivityMeasure;
  span?: 1 | 2 | 'all';
  /** Called with the days of a bar when it is clicked or Enter is pressed on it. */
  onSelect?: ((range: { start: string; end: string }) => void) | undefined;
}

const HELP =
  'Each bar is one day, week or month: the sessions that started in it, or the tool calls that were made. Striped bars are not complete.';

const totalOf = (point: SeriesPoint, measure: ActivityMeasure): number =>
  measure === 'sessions' ? point.sessions : point.toolCalls;

const shown = (count: number, measure: ActivityMeasure, formats: Formats): string =>
  plural(count, measure === 'sessions' ? 'session' : 'call', formats.count(count));

function takeaway(
  points: readonly SeriesPoint[],
  groupBy: GroupBy,
  measure: ActivityMeasure,
  formats: Formats,
): string {
  const total = points.reduce((sum, point) => sum + totalOf(point, measure), 0);
  if (total === 0)
    return measure === 'sessions' ? 'No session started in this range.' : 'No tool was called in this range.';
  const [first] = points;
  if (first && points.length === 1)
    return `${shown(total, measure, formats)} ${groupBy === 'day' ? 'on' : 'in'} ${slotName(first, groupBy, formats)}.`;
  const mean = total / points.length;
  const text = formats.decimal(mean, mean >= 10 ? 0 : 1);
  const peak = points.reduce((best, point) => (totalOf(point, measure) > totalOf(best, measure) ? point : best));
  const name = groupBy === 'day' ? `on ${formats.day(peak.start)}` : `in ${slotName(peak, groupBy, formats)}`;
  return `${text} a ${groupBy} on average; the most, ${formats.count(totalOf(peak, measure))}, ${name}.`;
}

function datum(
  point: SeriesPoint,
  groupBy: GroupBy,
  measure: ActivityMeasure,
  part: number | null,
  formats: Formats,
): Omit<CursorDatum, 'box'> {
  const title = slotTitle(point, groupBy, formats);
  const state = point.partial ? ', partial' : '';
  const parts = activityParts(measure);
  const total = shown(totalOf(point, measure), measure, formats);
  const own = part === null || parts.length === 1 ? undefined : parts[part];
  const failures = `${formats.count(point.toolFailures)} failed`;
  const detail = measure === 'tools' ? failures : (formats.money(point.cost.usd) satisfies string);
  const value = own ? `${own.label} ${formats.count(own.valueOf(point))}` : total;
  return {
    label: `${title}${state}: ${value}, ${own ? `of ${total}` : detail}.`,
    readout: { key: title, value, detail: own ? `of ${total}` : detail },
    tip: {
      title: `${title}${state}`,
      rows: parts
        .map(({ label, color, valueOf }) => ({ label, color, value: formats.count(valueOf(point)) }))
        .toReversed(),
      ...(measure === 'tools'
        ? { total: { label: 'Total', value: formats.count(point.toolCalls) } }
        : { context: detail }),
    },
  };
}

interface BarsProps extends Pick<SessionsOverTimeProps, 'onSelect'> {
  points: readonly SeriesPoint[];
  groupBy: GroupBy;
  measure: ActivityMeasure;
  box: Box;
  live: boolean;
  store: CursorStore;
}

function Bars({ points, groupBy, measure, box, live, store, onSelect }: BarsProps) {
  const formats = useFormats();
  const { width, height } = box;
  const layout = useMemo(
    () => sessionsOverTimeLayout(points, measure, { width, height }, formats.compact),
    [points, measure, width, height, formats],
  );
  return (
    <StackedBars
      layout={layout}
      box={box}
      live={live}
      points={points}
      groupBy={groupBy}
      datumAt={(slot, part) => datum(points[slot] as SeriesPoint, groupBy, measure, part, formats)}
      store={store}
      onSelect={onSelect}
    />
  );
}

/** Sessions (S1.01) or tool calls (S1.11) by day, week or month. */
export function SessionsOverTime({ data, defaultMeasure = 'sessions', span = 1, onSelect }: SessionsOverTimeProps) {
  const formats = useFormats();
  const [chosen, setMeasure] = useState(defaultMeasure);
  const hasTools = data.coverage.unavailable.tools === undefined;
  const measure = hasTools ? chosen : 'sessions';
  const [store] = useState(cursorStore);
  const { points, groupBy } = useMemo(() => mergedSeries(data.series, data.period.groupBy), [data]);
  const parts = activityParts(measure);
  const total = points.reduce((sum, point) => sum + totalOf(point, measure), 0);
  const sums = parts.map((part) => points.reduce((sum, point) => sum + part.valueOf(point), 0));
  const legend = parts.map(({ label, color }, i) => ({ label, color, value: formats.count(sums[i] ?? 0) }));
  return (
    <ChartFrame
      title={measure === 'sessions' ? 'Sessions over time' : 'Tool calls over time'}
      name="sessions-over-time"
      takeaway={takeaway(points, groupBy, measure, formats)}
      help={`${HELP} ${MERGED_HELP}`}
      span={span}
      legend={measure === 'tools' && total > 0 ? legend : []}
      measure={
        hasTools && (
          <Segments
            small
            label="Measure"
            value={measure}
            onChange={setMeasure}
            options={[
              { value: 'sessions', label: 'Sessions' },
              { value: 'tools', label: 'Tools' },
            ]}
          />
        )
      }
      table={{
        caption: hasTools ? `Sessions and tool calls by ${groupBy}` : `Sessions by ${groupBy}`,
        columns: [
          { day: 'Day', week: 'Week of', month: 'Month' }[groupBy],
          'Sessions',
          ...(hasTools ? ['Tool calls', 'Failed calls'] : []),
        ],
        rows: points.map((point) => [
          `${slotTitle(point, groupBy, formats).replace('Week of ', '')}${point.partial ? ' (partial)' : ''}`,
          formats.count(point.sessions),
          ...(hasTools ? [formats.count(point.toolCalls), formats.count(point.toolFailures)] : []),
        ]),
      }}
      footer={
        total === 0 ? null : (
          <ReadoutFooter
            store={store}
            note={`Bars add up to ${shown(total, measure, formats)}. ${mergedWords(data.series.length, data.period.groupBy, groupBy, 'bars')}`.trim()}
          />
        )
      }
    >
      {total === 0 ? (
        <EmptyChart>{takeaway(points, groupBy, measure, formats)}</EmptyChart>
      ) : (
        <ChartCanvas heightAt={narrowHeight}>
          {(box, live) => (
            <Bars
              points={points}
              groupBy={groupBy}
              measure={measure}
              box={box}
              live={live}
              store={store}
              onSelect={onSelect}
            />
          )}
        </ChartCanvas>
      )}
    </ChartFrame>
  );
}
