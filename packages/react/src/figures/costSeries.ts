import type { GroupBy, SeriesPoint, UsageAnalytics } from '@usagekit/core';

import { addedFigures } from './addedFigures.ts';
import { centShares } from './centShares.ts';
import { freshTokens } from './freshTokens.ts';
import { mergedSeries } from './mergedSeries.ts';
import { type ModelPalette, unpricedModels } from './modelPalette.ts';
import { modelParts } from './modelParts.ts';

/** What bars are as high as: USD, or tokens of input and output. */
export type Measure = 'cost' | 'tokens';

/** One part of the bars: a model, all the others, or all without a price. */
export interface SeriesPart {
  label: string;
  color: string;
  unknown?: boolean;
  /** Sum over the range, USD or tokens. */
  total: number;
}

/** A measure over time by model, as stacked bars show it. */
export interface CostSeries {
  measure: Measure;
  groupBy: GroupBy;
  parts: readonly SeriesPart[];
  slots: readonly {
    point: SeriesPoint;
    /** One value per part: USD rounded so that they add up to `total`, or tokens. */
    values: readonly number[];
    total: number;
    unpricedTokens: number;
    unpricedRequests: number;
  }[];
  total: number;
}

const MAX_PARTS = 5;

/** Cost or tokens over time by model: at most five parts and 60 slots. In tokens, models without a price are the last part; in cost they are in none. */
export function costSeries(data: UsageAnalytics, palette: ModelPalette, measure: Measure): CostSeries {
  const { points, groupBy } = mergedSeries(data.series, data.period.groupBy);
  const without = unpricedModels(data.cost.byModel);
  const priced = modelParts(data.cost.byModel, palette, MAX_PARTS);
  const unpriced = {
    label: `${without.length} without a price`,
    color: 'var(--uk-neutral-mark)',
    unknown: true,
    models: without,
  };
  const groups = measure === 'tokens' && without.length > 0 ? [...priced, unpriced] : priced;
  const figuresOf = (byModel: UsageAnalytics['cost']['byModel']) =>
    groups.map((group) => addedFigures(group.models.flatMap((model) => byModel[model] ?? [])));
  const valuesOf = (figures: ReturnType<typeof figuresOf>, total?: SeriesPoint['cost']): number[] =>
    measure === 'tokens'
      ? figures.map((figure) => freshTokens(figure.tokens))
      : centShares(
          figures.map((figure) => figure.cost),
          total,
        ).map((usd) => usd ?? 0);
  const whole = figuresOf(data.cost.byModel);
  const totals = valuesOf(whole, data.cost);
  const slotTotals =
    measure === 'tokens'
      ? points.map((point) => freshTokens(point.tokens))
      : centShares(
          points.map((point) => point.cost),
          data.cost,
        ).map((usd) => usd ?? 0);
  return {
    measure,
    groupBy,
    parts: groups.map(({ label, color, ...rest }, i) => ({
      label,
      color,
      ...('unknown' in rest ? { unknown: true } : {}),
      total: totals[i] ?? 0,
    })),
    slots: points.map((point, i) => ({
      point,
      values: valuesOf(figuresOf(point.byModel), point.cost),
      total: slotTotals[i] ?? 0,
      unpricedTokens: point.cost.unpricedTokens,
      unpricedRequests: point.cost.unpricedRequests,
    })),
    total: totals.reduce((sum, value) => sum + value, 0),
  };
}
