import type { CostDistribution, UsageAnalytics } from '@usagekit/core';
import { useMemo, useState } from 'react';

import { plural } from '../format/plural.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { textWidth } from '../format/textWidth.ts';
import { XAxis, YAxis } from '../parts/Axis.tsx';
import type { Box } from '../parts/Box.ts';
import { ChartCanvas } from '../parts/ChartCanvas.tsx';
import { ChartCursor } from '../parts/ChartCursor.tsx';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { narrowHeight } from '../parts/chartHeights.ts';
import { ChartSvg } from '../parts/ChartSvg.tsx';
import { type CursorDatum, type CursorStore, cursorStore } from '../parts/cursorStore.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { Hatch } from '../parts/Hatch.tsx';
import { ReadoutFooter } from '../parts/ReadoutFooter.tsx';
import { useDomId } from '../parts/useDomId.ts';
import { costPerSessionLayout } from './CostPerSession.layout.ts';

/** What {@link CostPerSession} takes. */
export interface CostPerSessionProps {
  data: UsageAnalytics;
  span?: 1 | 2 | 'all';
}

const HELP =
  'Each bar counts the sessions whose whole cost lies in one step of the scale; the striped last bar holds all that cost more. Half of the sessions cost less than p50, and 95 in 100 cost less than p95.';

function takeaway({ n, unpriced, p50Usd, top5Share, meanUsd }: CostDistribution, formats: Formats): string {
  if (n === 0) return unpriced > 0 ? 'None of the sessions has a price.' : 'No session started in this range.';
  if (n === 1) return `The one session with a price cost ${formats.money(meanUsd)}.`;
  if (top5Share === null) return `Half cost under ${formats.money(p50Usd)}; the mean is ${formats.money(meanUsd)}.`;
  return `Half cost under ${formats.money(p50Usd)}; the dearest 5% make ${formats.share(top5Share)}.`;
}

/** The name of a bin; below a cent it has the decimals that its width needs. */
function binName({ fromUsd, toUsd }: CostDistribution['bins'][number], step: number, formats: Formats): string {
  const money = (usd: number): string => (step < 0.01 ? formats.moneyAxis(usd, step) : formats.money(usd));
  return toUsd === null ? `${money(fromUsd)} and more` : `${money(fromUsd)} to ${money(toUsd)}`;
}

const stepOf = ({ bins }: CostDistribution): number => bins[0]?.toUsd ?? 1;

function datum(distribution: CostDistribution, index: number, formats: Formats): Omit<CursorDatum, 'box'> {
  const bin = distribution.bins[index] as CostDistribution['bins'][number];
  const name = binName(bin, stepOf(distribution), formats);
  const count = plural(bin.sessions, 'session', formats.count(bin.sessions));
  const share = formats.share(bin.sessions / Math.max(1, distribution.n));
  return {
    label: `${name}: ${count}, ${share} of those with a price.`,
    readout: { key: name, value: count, detail: share },
    tip: {
      title: name,
      rows: [
        { label: 'Sessions', value: formats.count(bin.sessions) },
        { label: 'Share', value: share },
      ],
    },
  };
}

/** What the axis shows, with its unit; the card says the rest where there is no room. */
function axisTitle(step: string, room: number): string {
  const title = `Cost per session, ${step} bins`;
  return textWidth(title) <= room ? title : `${step} bins`;
}

function Bars({
  distribution,
  box,
  live,
  store,
}: {
  distribution: CostDistribution;
  box: Box;
  live: boolean;
  store: CursorStore;
}) {
  const formats = useFormats();
  const id = useDomId();
  const { width, height } = box;
  const layout = useMemo(
    () =>
      costPerSessionLayout(
        distribution,
        { width, height },
        { money: formats.moneyShort, axis: formats.moneyAxis, count: formats.compact },
      ),
    [distribution, width, height, formats],
  );
  const marks = useMemo(() => {
    const { plot } = layout;
    const step = distribution.bins[0]?.toUsd ?? null;
    return (
      <ChartSvg box={{ width, height }}>
        <Hatch id={id} />
        <YAxis ticks={layout.ticks} y={layout.y} plot={plot} />
        <path className="uk-mark" d={layout.bars} style={{ fill: 'var(--uk-series-1)' }} />
        {layout.overflow !== '' && <path d={layout.overflow} fill={`url(#${id}-partial)`} />}
        {layout.references.map(({ x, label, anchor, textX }) => (
          <g key={label}>
            <line className="uk-reference" x1={x} x2={x} y1={plot.top - 8} y2={plot.bottom} />
            <text className="uk-value-label uk-halo" x={textX} y={14} textAnchor={anchor}>
              {label}
            </text>
          </g>
        ))}
        <XAxis labels={layout.labels} plot={plot} marks={false} />
        {step !== null && (
          <text className="uk-tick" x={(plot.left + plot.right) / 2} y={height - 5} textAnchor="middle">
            {axisTitle(formats.moneyAxis(step, step), plot.right - plot.left)}
          </text>
        )}
      </ChartSvg>
    );
  }, [layout, distribution, width, height, formats, id]);
  if (!live) return <div className="uk-plot">{marks}</div>;
  const columns = distribution.bins.length;
  return (
    <ChartCursor
      box={box}
      marks={marks}
      columns={columns}
      rows={1}
      start={{ column: 0, row: 0 }}
      datumAt={({ column }) => ({ ...datum(distribution, column, formats), box: layout.boxOf(column) })}
      placeAt={(x) => ({
        column: Math.max(0, Math.min(columns - 1, Math.floor((x - layout.plot.left) / layout.slotWidth))),
        row: 0,
      })}
      band={layout.plot}
      store={store}
    />
  );
}

/** How cost spreads over sessions (S1.06). */
export function CostPerSession({ data, span = 1 }: CostPerSessionProps) {
  const formats = useFormats();
  const [store] = useState(cursorStore);
  const { distribution } = data.cost;
  const words = takeaway(distribution, formats);
  const note = [
    `${plural(distribution.n, 'session', formats.count(distribution.n))}, mean ${formats.money(distribution.meanUsd)}.`,
    ...(distribution.unpriced > 0 ? [`${formats.count(distribution.unpriced)} without a price left out.`] : []),
  ].join(' ');
  return (
    <ChartFrame
      title="Cost per session"
      takeaway={words}
      help={distribution.approximate ? `${HELP} Amounts are within 1 %.` : HELP}
      span={span}
      table={{
        caption: 'Sessions by cost over their whole life',
        columns: ['Cost', 'Sessions'],
        rows: distribution.bins.map((bin) => [
          binName(bin, stepOf(distribution), formats),
          formats.count(bin.sessions),
        ]),
        total: ['Total', formats.count(distribution.n)],
      }}
      footer={distribution.n === 0 ? null : <ReadoutFooter store={store} note={note} />}
    >
      {distribution.n === 0 ? (
        <EmptyChart>{words}</EmptyChart>
      ) : (
        <ChartCanvas heightAt={narrowHeight}>
          {(box, live) => <Bars distribution={distribution} box={box} live={live} store={store} />}
        </ChartCanvas>
      )}
    </ChartFrame>
  );
}
