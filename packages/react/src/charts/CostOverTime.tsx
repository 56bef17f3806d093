import type { UsageAnalytics } from '@usagekit/core';
import { useMemo, useState } from 'react';

import { costSeries, type CostSeries, type Measure } from '../figures/costSeries.ts';
import { MERGED_HELP, mergedWords } from '../figures/mergedWords.ts';
import { modelPalette, type ModelPalette } from '../figures/modelPalette.ts';
import { plural } from '../format/plural.ts';
import { useFormats } from '../format/useFormats.ts';
import type { Box } from '../parts/Box.ts';
import { ChartCanvas } from '../parts/ChartCanvas.tsx';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { type CursorStore, cursorStore } from '../parts/cursorStore.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import type { LegendItem } from '../parts/Legend.tsx';
import { ReadoutFooter } from '../parts/ReadoutFooter.tsx';
import { Segments } from '../parts/Segments.tsx';
import { StackedBars } from '../parts/StackedBars.tsx';
import { wideHeight } from '../parts/chartHeights.ts';
import { costOverTimeLayout } from './CostOverTime.layout.ts';
import { seriesDatum, seriesNote, seriesTable, seriesTakeaway, seriesValue } from './costOverTimeWords.ts';

/** What {@link CostOverTime} takes. */
export interface CostOverTimeProps {
  data: UsageAnalytics;
  /** Colours of the models; those of the data by default. */
  palette?: ModelPalette | undefined;
  /** The measure shown at first, when the chart keeps it for itself. */
  defaultMeasure?: Measure;
  /** The measure shown, when the page keeps it. */
  measure?: Measure | undefined;
  onMeasureChange?: ((measure: Measure) => void) | undefined;
  span?: 1 | 2 | 'all';
  /** Called with the days of a bar when it is clicked or Enter is pressed on it. */
  onSelect?: ((range: { start: string; end: string }) => void) | undefined;
}

const HELP =
  'Each bar is one day, week or month; its parts are models, and its height is what they cost together. Striped bars are not complete. A grey stub on a bar means that something in it has no price and is not in the cost.';

interface BarsProps {
  series: CostSeries;
  box: Box;
  live: boolean;
  store: CursorStore;
  onSelect: CostOverTimeProps['onSelect'];
}

function Bars({ series, box, live, store, onSelect }: BarsProps) {
  const formats = useFormats();
  const { width, height } = box;
  const layout = useMemo(
    () => costOverTimeLayout(series, { width, height }, formats),
    [series, width, height, formats],
  );
  const points = useMemo(() => series.slots.map((slot) => slot.point), [series]);
  return (
    <StackedBars
      layout={layout}
      box={box}
      live={live}
      points={points}
      groupBy={series.groupBy}
      datumAt={(slot, part) => seriesDatum(series, slot, part, formats)}
      store={store}
      onSelect={onSelect}
    />
  );
}

/** Cost, or tokens, over time as bars stacked by model (S2.12, S1.05). */
export function CostOverTime(props: CostOverTimeProps) {
  const { data, span = 2, defaultMeasure = 'cost', onMeasureChange } = props;
  const formats = useFormats();
  const [own, setOwn] = useState(defaultMeasure);
  const measure = props.measure ?? own;
  const [store] = useState(cursorStore);
  const palette = useMemo(() => props.palette ?? modelPalette(data), [props.palette, data]);
  const series = useMemo(() => costSeries(data, palette, measure), [data, palette, measure]);
  const unpriced = data.coverage.unpriced.length;
  const legend: LegendItem[] = series.parts.map(({ label, color, unknown, total }) => ({
    label,
    color,
    value: seriesValue(series, total, formats),
    ...(unknown ? { kind: 'unknown' } : {}),
  }));
  if (measure === 'cost' && unpriced > 0) {
    legend.push({
      kind: 'unknown',
      label: plural(unpriced, 'model', `${unpriced}`) + ' without a price',
      value: 'not in cost',
    });
  }
  const empty = data.requests.total === 0;
  return (
    <ChartFrame
      title={measure === 'cost' ? 'Cost over time' : 'Tokens over time'}
      name="cost-over-time"
      takeaway={seriesTakeaway(series, formats)}
      help={`${HELP} ${MERGED_HELP}`}
      table={seriesTable(series, formats)}
      legend={legend}
      span={span}
      measure={
        <Segments
          small
          label="Measure"
          value={measure}
          onChange={(chosen) => {
            setOwn(chosen);
            onMeasureChange?.(chosen);
          }}
          options={[
            { value: 'cost', label: 'Cost' },
            { value: 'tokens', label: 'Tokens' },
          ]}
        />
      }
      footer={
        empty ? null : (
          <ReadoutFooter
            store={store}
            note={`${seriesNote(series, formats)} ${mergedWords(data.series.length, data.period.groupBy, series.groupBy, 'bars')}`.trim()}
          />
        )
      }
    >
      {empty ? (
        <EmptyChart />
      ) : (
        <ChartCanvas heightAt={wideHeight}>
          {(box, live) => <Bars series={series} box={box} live={live} store={store} onSelect={props.onSelect} />}
        </ChartCanvas>
      )}
    </ChartFrame>
  );
}
