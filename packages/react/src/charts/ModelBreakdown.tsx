import type { UsageAnalytics } from '@usagekit/core';
import { useMemo } from 'react';

import { modelPalette, type ModelPalette } from '../figures/modelPalette.ts';
import { plural } from '../format/plural.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { RankedBars } from '../parts/RankedBars.tsx';
import { type BreakdownRow, modelBreakdownLayout } from './ModelBreakdown.layout.ts';

/** What {@link ModelBreakdown} takes. */
export interface ModelBreakdownProps {
  data: UsageAnalytics;
  /** Colours of the models; those of the data by default. */
  palette?: ModelPalette | undefined;
  span?: 1 | 2 | 'all';
}

const HELP =
  'Models, dearest first. The length of a bar is the cost of its model against the dearest one. Models without a price are counted in tokens and are not in the cost.';

/** The takeaway of ranked costs. */
function takeaway(rows: readonly BreakdownRow[], formats: Formats): string {
  const priced = rows.filter((row) => row.share !== null);
  const [first, second] = priced;
  if (!first) return rows.length === 0 ? 'No model was used in this range.' : 'None of the models has a price.';
  if (first.usd === 0 && priced.every((row) => row.usd === 0)) return 'Nothing cost as much as a cent.';
  if (!second) return `${first.label} is the only model with a price.`;
  const two = (first.share ?? 0) + (second.share ?? 0);
  if ((first.share ?? 0) < 0.75 && priced.length > 2) return `Two models make ${formats.share(two)} of spend.`;
  return `${first.label} makes ${formats.share(first.share ?? 0)} of spend.`;
}

/** Cost by model as ranked bars (S1.07, S2.13). The rows add up to the total to the cent. */
export function ModelBreakdown({ data, palette, span = 1 }: ModelBreakdownProps) {
  const formats = useFormats();
  const rows = useMemo(() => modelBreakdownLayout(data, palette ?? modelPalette(data)), [data, palette]);
  return (
    <ChartFrame
      title="Cost by model"
      takeaway={takeaway(rows, formats)}
      help={HELP}
      span={span}
      table={{
        caption: 'Cost, share, requests and tokens with cache by model',
        columns: ['Model', 'Cost', 'Share of cost', 'Requests', 'Tokens incl. cache'],
        rows: rows.map((row) => [
          row.label,
          formats.money(row.usd),
          row.share === null ? 'not in cost' : formats.share(row.share),
          formats.count(row.requests),
          formats.compact(row.tokens),
        ]),
        total: [
          'Total',
          formats.money(data.cost.usd),
          '',
          formats.count(data.requests.total),
          formats.compact(rows.reduce((sum, row) => sum + row.tokens, 0)),
        ],
      }}
    >
      {rows.length === 0 ? (
        <EmptyChart />
      ) : (
        <RankedBars
          rows={rows.map((row) => ({
            key: row.label,
            label: row.label,
            value: row.usd === null ? 'not in cost' : formats.money(row.usd),
            length: row.length,
            color: row.color,
            swatch: true,
            count: plural(row.requests, 'request', formats.compact(row.requests)),
            share: row.share === null ? `${formats.compact(row.tokens)} incl. cache` : formats.share(row.share),
          }))}
        />
      )}
    </ChartFrame>
  );
}
