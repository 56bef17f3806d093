import type { UsageAnalytics } from '@usagekit/core';
import { useMemo, useState, useSyncExternalStore } from 'react';

import { textWidth } from '../format/textWidth.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { CELL_STROKE } from '../parts/barPath.ts';
import type { Box } from '../parts/Box.ts';
import { ChartCanvas } from '../parts/ChartCanvas.tsx';
import { ChartCursor } from '../parts/ChartCursor.tsx';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { ChartSvg } from '../parts/ChartSvg.tsx';
import { type CursorStore, cursorStore } from '../parts/cursorStore.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { Hatch } from '../parts/Hatch.tsx';
import { useDomId } from '../parts/useDomId.ts';
import { heatCells, type HeatScale, heatScale, weekHeatmapLayout } from './WeekHeatmap.layout.ts';
import { clock, heatDatum, heatTable, heatTakeaway } from './weekHeatmapWords.ts';

/** What {@link WeekHeatmap} takes. */
export interface WeekHeatmapProps {
  data: UsageAnalytics;
  span?: 1 | 2 | 'all';
}

const HELP =
  'Rows are weekdays, columns are hours of the day in the zone of the page. The deeper the colour, the more sessions started in that hour on average, so a weekday that occurs more often in the range does not look busier. Striped hours are not in the range.';

const heightAt = (width: number): number => (width < 600 ? 24 + 7 * 28 : 24 + 7 * 34);
/** Width of a step of the legend in px, as in the style sheet. */
const LEGEND_STEP = 34;
const stepColor = (step: number): string => (step === 0 ? 'var(--uk-heat-none)' : `var(--uk-heat-${step})`);

/** The busiest cell: where the keyboard starts and what the line below says at first. */
function busiest(cells: ReturnType<typeof heatCells>): { column: number; row: number } {
  const best = cells.flat().reduce((most, cell) => ((cell.mean ?? -1) > (most.mean ?? -1) ? cell : most));
  const row = best.weekday - 1;
  return { column: cells[row]?.indexOf(best) ?? 0, row };
}

function Cells({
  data,
  scale,
  box,
  live,
  store,
}: {
  data: UsageAnalytics;
  scale: HeatScale;
  box: Box;
  live: boolean;
  store: CursorStore;
}) {
  const formats = useFormats();
  const id = useDomId();
  const cells = data.sessions.heatmap;
  const { width, height } = box;
  const layout = useMemo(() => weekHeatmapLayout(cells, { width, height }, scale), [cells, width, height, scale]);
  const marks = useMemo(
    () => (
      <ChartSvg box={{ width, height }}>
        <Hatch id={id} />
        {layout.rows.map(({ weekday, y, perDay }) => (
          <g key={weekday}>
            <text className="uk-tick" x={30} y={y + 4} textAnchor="end">
              {formats.weekdayShort(weekday)}
            </text>
            {perDay !== null && (
              <text className="uk-tick" x={width - 2} y={y + 4} textAnchor="end">
                {formats.decimal(perDay, perDay >= 10 ? 0 : 1)}
              </text>
            )}
          </g>
        ))}
        {width >= 340 && (
          <text className="uk-tick" x={width - 2} y={13} textAnchor="end">
            per day
          </text>
        )}
        {layout.hours.map(({ hour, x }) => (
          <text key={hour} className="uk-tick" x={Math.round(x * 100) / 100} y={13}>
            {clock(hour)}
          </text>
        ))}
        {layout.paths.map(({ step, d }) => (
          <path
            key={String(step)}
            className="uk-heat"
            d={d}
            strokeWidth={CELL_STROKE}
            strokeLinejoin="round"
            style={
              step === null
                ? { fill: `url(#${id}-unknown)`, stroke: `url(#${id}-unknown)`, opacity: 0.35 }
                : { fill: stepColor(step), stroke: stepColor(step) }
            }
          />
        ))}
      </ChartSvg>
    ),
    [layout, width, height, formats, id],
  );
  if (!live) return <div className="uk-plot">{marks}</div>;
  return (
    <ChartCursor
      box={box}
      marks={marks}
      columns={layout.columns}
      rows={7}
      start={busiest(layout.cells as ReturnType<typeof heatCells>)}
      datumAt={({ column, row }) => ({
        ...heatDatum(layout.cells[row]?.[column] as NonNullable<(typeof layout.cells)[number][number]>, formats),
        box: layout.cellBox(column, row),
      })}
      placeAt={layout.placeAt}
      store={store}
    />
  );
}

function Readout({ store, data, formats }: { store: CursorStore; data: UsageAnalytics; formats: Formats }) {
  const active = useSyncExternalStore(store.subscribe, store.get, () => null);
  const cells = useMemo(() => heatCells(data.sessions.heatmap, 1), [data]);
  const { column, row } = busiest(cells);
  const cell = cells[row]?.[column];
  const readout = active?.readout ?? (cell && heatDatum(cell, formats).readout);
  return (
    <p className="uk-heat-read" data-part="readout" data-active={active !== null}>
      <kbd>{readout?.key}</kbd> <b>{readout?.value}</b> <span>{readout?.detail}</span>
    </p>
  );
}

function HeatLegend({ scale, formats }: { scale: HeatScale; formats: Formats }) {
  const text = (value: number): string => formats.decimal(value, 6);
  const [first] = scale.bounds;
  const last = scale.bounds.at(-1);
  if (first === undefined || last === undefined) return null;
  const labels = ['0', `< ${text(first)}`, ...scale.bounds.slice(0, -1).map(text), `${text(last)}+`];
  // Long numbers would touch: then every other step is named.
  const crowded = labels.some((label) => textWidth(label) > LEGEND_STEP - 4);
  return (
    <div className="uk-heat-legend" data-part="legend" data-crowded={crowded}>
      <span>Sessions an hour</span>
      <ol>
        {labels.map((label, step) => (
          <li key={label}>
            <i style={{ background: stepColor(step) }} />
            {crowded && step % 2 === 0 && step > 0 ? null : label}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Sessions by weekday and hour (S1.15, S1.13, S1.14): the mean of each hour over the times it occurred. */
export function WeekHeatmap({ data, span = 2 }: WeekHeatmapProps) {
  const formats = useFormats();
  const [store] = useState(cursorStore);
  const cells = data.sessions.heatmap;
  const scale = useMemo(
    () =>
      heatScale(
        heatCells(cells, 1)
          .flat()
          .map((cell) => cell.mean),
      ),
    [cells],
  );
  const empty = cells.every((cell) => cell.sessions === 0);
  return (
    <ChartFrame
      title="When work happens"
      takeaway={heatTakeaway(cells, formats)}
      help={HELP}
      span={span}
      table={heatTable(cells, formats)}
    >
      {empty ? (
        <EmptyChart>No session started in this range.</EmptyChart>
      ) : (
        <>
          <ChartCanvas heightAt={heightAt} grow={false}>
            {(box, live) => <Cells data={data} scale={scale} box={box} live={live} store={store} />}
          </ChartCanvas>
          <div className="uk-heat-foot">
            <Readout store={store} data={data} formats={formats} />
            <HeatLegend scale={scale} formats={formats} />
          </div>
        </>
      )}
    </ChartFrame>
  );
}
