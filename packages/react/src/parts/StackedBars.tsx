import type { GroupBy, SeriesPoint } from '@usagekit/core';
import { useMemo } from 'react';

import { useFormats } from '../format/useFormats.ts';
import { XAxis, YAxis } from './Axis.tsx';
import type { Box } from './Box.ts';
import { ChartCursor } from './ChartCursor.tsx';
import { ChartSvg } from './ChartSvg.tsx';
import type { CursorDatum, CursorStore } from './cursorStore.ts';
import { Hatch } from './Hatch.tsx';
import { slotTicks } from './slotTicks.ts';
import type { StackLayout } from './stackLayout.ts';
import { useDomId } from './useDomId.ts';
import { xLabels } from './xLabels.ts';

/** What {@link StackedBars} takes. */
export interface StackedBarsProps {
  layout: StackLayout;
  box: Box;
  live: boolean;
  points: readonly SeriesPoint[];
  groupBy: GroupBy;
  /** Words of a slot, or of one part of it. */
  datumAt: (slot: number, part: number | null) => Omit<CursorDatum, 'box'>;
  store: CursorStore;
  onSelect?: ((range: { start: string; end: string }) => void) | undefined;
}

/** The drawing of stacked bars over time with its cursor: columns are slots, rows the whole bar and then its parts from the top. */
export function StackedBars({ layout, box, live, points, groupBy, datumAt, store, onSelect }: StackedBarsProps) {
  const formats = useFormats();
  const id = useDomId();
  const { width, height } = box;
  const marks = useMemo(() => {
    const { plot } = layout;
    const ticks = slotTicks(points, groupBy, plot.right - plot.left, formats);
    const labels = ticks.map(({ slot, label }) => ({ x: layout.centerOf(slot), label }));
    return (
      <ChartSvg box={{ width, height }}>
        <Hatch id={id} />
        <YAxis ticks={layout.ticks} y={layout.y} plot={plot} />
        {layout.paths.map(({ label, d, unknown, color }, i) => (
          <path
            key={label}
            className="uk-mark"
            data-series={i + 1}
            d={d}
            style={{ fill: unknown ? `url(#${id}-unknown)` : color }}
          />
        ))}
        {layout.partial !== '' && <path d={layout.partial} fill={`url(#${id}-partial)`} />}
        {layout.unpriced !== '' && <path className="uk-stub" d={layout.unpriced} fill={`url(#${id}-unknown)`} />}
        <XAxis labels={xLabels(labels, { width, height })} plot={plot} />
      </ChartSvg>
    );
  }, [layout, points, groupBy, width, height, formats, id]);
  if (!live) return <div className="uk-plot">{marks}</div>;
  const parts = layout.paths.length;
  const partOf = (row: number): number | null => (row === 0 ? null : parts - row);
  return (
    <ChartCursor
      box={box}
      marks={marks}
      columns={points.length}
      rows={parts === 1 ? 1 : parts + 1}
      start={{ column: points.length - 1, row: 0 }}
      datumAt={({ column, row }) => ({ ...datumAt(column, partOf(row)), box: layout.boxOf(column, partOf(row)) })}
      placeAt={(x) => ({
        column: Math.max(0, Math.min(points.length - 1, Math.floor((x - layout.plot.left) / layout.slotWidth))),
        row: 0,
      })}
      band={layout.plot}
      store={store}
      onSelect={
        onSelect && points.length > 1
          ? ({ column }) => {
              const point = points[column];
              if (point) onSelect({ start: point.start, end: point.end });
            }
          : undefined
      }
      selectHint={`to show only this ${groupBy}`}
    />
  );
}
