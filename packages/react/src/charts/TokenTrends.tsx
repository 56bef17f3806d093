import type { GroupBy, SeriesPoint, UsageAnalytics } from '@usagekit/core';
import { useMemo, useState } from 'react';

import { freshTokens } from '../figures/freshTokens.ts';
import { mergedSeries } from '../figures/mergedSeries.ts';
import { MERGED_HELP, mergedWords } from '../figures/mergedWords.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { XAxis, YAxis } from '../parts/Axis.tsx';
import type { Box } from '../parts/Box.ts';
import { ChartCanvas } from '../parts/ChartCanvas.tsx';
import { ChartCursor } from '../parts/ChartCursor.tsx';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { ChartSvg } from '../parts/ChartSvg.tsx';
import { type CursorDatum, type CursorStore, cursorStore } from '../parts/cursorStore.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { ReadoutFooter } from '../parts/ReadoutFooter.tsx';
import { slotTicks } from '../parts/slotTicks.ts';
import { slotTitle } from '../parts/slotTitle.ts';
import { useDomId } from '../parts/useDomId.ts';
import { xLabels } from '../parts/xLabels.ts';
import { tokenTrendsLayout } from './TokenTrends.layout.ts';

/** What {@link TokenTrends} takes. */
export interface TokenTrendsProps {
  data: UsageAnalytics;
  span?: 1 | 2 | 'all';
  /** Height for a width. */
  heightAt?: (width: number) => number;
}

const HELP =
  'The upper line is input that was not in the cache, the lower one is output. What was read from or written to the cache is in the table: it would drown the rest.';
const COLORS = { input: 'var(--uk-series-1)', output: 'var(--uk-series-2)' } as const;
const NAMES = { input: 'Fresh input', output: 'Output' } as const;
const ROWS = [null, 'input', 'output'] as const;

const tallHeight = (width: number): number => (width < 384 ? 232 : 350);

function takeaway(points: readonly SeriesPoint[], groupBy: GroupBy, data: UsageAnalytics, formats: Formats): string {
  const { input, output } = data.tokens.total;
  const [first] = points;
  if (!first || input + output === 0) return 'No tokens were used in this range.';
  if (output === 0) return `${formats.compact(input)} tokens of input and no output.`;
  const ratio = formats.decimal(input / output, input / output >= 10 ? 0 : 1);
  return `${ratio} tokens of fresh input for each token of output.`;
}

function datum(
  point: SeriesPoint,
  groupBy: GroupBy,
  key: 'input' | 'output' | null,
  formats: Formats,
): Omit<CursorDatum, 'box'> {
  const title = slotTitle(point, groupBy, formats);
  const state = point.partial ? ', partial' : '';
  const { input, output, cacheRead } = point.tokens;
  const both = `${formats.compact(input)} input, ${formats.compact(output)} output`;
  const context = `${formats.compact(cacheRead)} more read from the cache`;
  const value = key === null ? both : `${formats.compact(point.tokens[key])} ${key}`;
  return {
    label: `${title}${state}: ${value} tokens${key === null ? `, ${context}` : ''}.`,
    readout: { key: title, value, detail: context },
    tip: {
      title: `${title}${state}`,
      rows: (['input', 'output'] as const).map((own) => ({
        label: NAMES[own],
        color: COLORS[own],
        value: formats.compact(point.tokens[own]),
      })),
      total: { label: 'Total', value: formats.compact(freshTokens(point.tokens)) },
      context,
    },
  };
}

interface AreasProps {
  points: readonly SeriesPoint[];
  groupBy: GroupBy;
  box: Box;
  live: boolean;
  store: CursorStore;
}

function Areas({ points, groupBy, box, live, store }: AreasProps) {
  const formats = useFormats();
  const id = useDomId();
  const { width, height } = box;
  const layout = useMemo(
    () => tokenTrendsLayout(points, { width, height }, formats.compact),
    [points, width, height, formats],
  );
  const marks = useMemo(() => {
    const { plot } = layout;
    const ticks = slotTicks(points, groupBy, plot.right - plot.left, formats);
    const labels = ticks.map(({ slot, label }) => ({ x: layout.centerOf(slot), label }));
    return (
      <ChartSvg box={{ width, height }}>
        <defs>
          {layout.series.map(({ key }) => (
            <linearGradient key={key} id={`${id}-${key}`} x1="0" y1="0" x2="0" y2="1">
              <stop offset="0" style={{ stopColor: COLORS[key], stopOpacity: 0.34 }} />
              <stop offset="1" style={{ stopColor: COLORS[key], stopOpacity: 0.05 }} />
            </linearGradient>
          ))}
        </defs>
        <YAxis ticks={layout.ticks} y={layout.y} plot={plot} />
        {layout.series.map(({ key, line, area, ends }) => (
          <g key={key} data-series={key}>
            <path d={area} fill={`url(#${id}-${key})`} />
            <path className="uk-line" data-line={key} d={line} style={{ stroke: COLORS[key] }} />
            {ends.map((end) => (
              <circle key={end.x} className="uk-ring-dot" cx={end.x} cy={end.y} r={4} style={{ fill: COLORS[key] }} />
            ))}
          </g>
        ))}
        <XAxis labels={xLabels(labels, { width, height })} plot={plot} />
      </ChartSvg>
    );
  }, [layout, points, groupBy, width, height, formats, id]);
  if (!live) return <div className="uk-plot">{marks}</div>;
  return (
    <ChartCursor
      box={box}
      marks={marks}
      columns={points.length}
      rows={ROWS.length}
      start={{ column: points.length - 1, row: 0 }}
      datumAt={({ column, row }) => ({
        ...datum(points[column] as SeriesPoint, groupBy, ROWS[row] ?? null, formats),
        box: layout.boxOf(column, ROWS[row] ?? null),
      })}
      placeAt={(x) => ({
        column: Math.max(0, Math.min(points.length - 1, Math.floor((x - layout.plot.left) / layout.slotWidth))),
        row: 0,
      })}
      band={layout.plot}
      store={store}
    />
  );
}

/** Fresh input and output over time (S1.05). */
export function TokenTrends({ data, span = 1, heightAt = tallHeight }: TokenTrendsProps) {
  const formats = useFormats();
  const [store] = useState(cursorStore);
  const { points, groupBy } = useMemo(() => mergedSeries(data.series, data.period.groupBy), [data]);
  const { input, output, cacheRead } = data.tokens.total;
  const empty = freshTokens(data.tokens.total) === 0;
  return (
    <ChartFrame
      title="Tokens"
      takeaway={takeaway(points, groupBy, data, formats)}
      help={`${HELP} ${MERGED_HELP}`}
      span={span}
      legend={
        empty
          ? []
          : [
              { label: NAMES.input, color: COLORS.input, value: formats.compact(input) },
              { label: NAMES.output, color: COLORS.output, value: formats.compact(output) },
            ]
      }
      table={{
        caption: `Tokens by ${groupBy}`,
        columns: [
          { day: 'Day', week: 'Week of', month: 'Month' }[groupBy],
          'Fresh input',
          'Output',
          'Cache read',
          'Cache write',
        ],
        rows: points.map((point) => [
          `${slotTitle(point, groupBy, formats).replace('Week of ', '')}${point.partial ? ' (partial)' : ''}`,
          ...[point.tokens.input, point.tokens.output, point.tokens.cacheRead, point.tokens.cacheWrite].map(
            formats.compact,
          ),
        ]),
        total: ['Total', ...[input, output, cacheRead, data.tokens.total.cacheWrite].map(formats.compact)],
      }}
      footer={
        empty ? null : (
          <ReadoutFooter
            store={store}
            note={`${formats.compact(cacheRead)} tokens read from the cache are not drawn. ${mergedWords(data.series.length, data.period.groupBy, groupBy, 'points')}`.trim()}
          />
        )
      }
    >
      {empty ? (
        <EmptyChart />
      ) : (
        <ChartCanvas heightAt={heightAt} tallHeight={heightAt === tallHeight ? 350 : undefined}>
          {(box, live) => <Areas points={points} groupBy={groupBy} box={box} live={live} store={store} />}
        </ChartCanvas>
      )}
    </ChartFrame>
  );
}
