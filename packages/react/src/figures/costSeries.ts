import type { GroupBy, SeriesPoint, UsageAnalytics } from '@usagekit/core';

import { addedFigures } from './addedFigures.ts';
import { centShares } from './centShares.ts';
import { figuresOf } from './figuresOf.ts';
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
    /** One value per part: tokens, or USD in whole cents that add up to `total` as it is shown. `null`: it was used and has no price. */
    values: readonly (number | null)[];
    /** Tokens, or exact USD: it stands alone and is rounded when it is shown. `null`: something was used and nothing of it has a price. */
    total: number | null;
    unpricedTokens: number;
    unpricedRequests: number;
  }[];
  /** Tokens or exact USD of the range; `null` as in a slot. */
  total: number | null;
  /** What the totals of the slots come to as they are shown: a cent or more beside `total`, because each is rounded by itself. */
  shownTotal: number | null;
  /** Whether the sessions of each slot are known: a filter may be of what they do not have. */
  hasSessions: boolean;
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
  const ofGroups = (byModel: UsageAnalytics['cost']['byModel']) =>
    groups.map((group) => addedFigures(figuresOf(byModel, group.models)));
  const valuesOf = (figures: ReturnType<typeof ofGroups>, total: SeriesPoint['cost']): (number | null)[] =>
    measure === 'tokens'
      ? figures.map((figure) => freshTokens(figure.tokens))
      : centShares(
          figures.map((figure) => figure.cost),
          total,
        );
  const shownCents = points.reduce((sum, { cost }) => sum + Math.round((centShares([cost])[0] ?? 0) * 100), 0);
  const total = measure === 'tokens' ? freshTokens(data.tokens.total) : data.cost.usd;
  const totals = valuesOf(ofGroups(data.cost.byModel), data.cost);
  return {
    measure,
    groupBy,
    parts: groups.map(({ label, color, ...rest }, i) => ({
      label,
      color,
      ...('unknown' in rest ? { unknown: true } : {}),
      total: totals[i] ?? 0,
    })),
    slots: points.map((point) => ({
      point,
      values: valuesOf(ofGroups(point.byModel), point.cost),
      total: measure === 'tokens' ? freshTokens(point.tokens) : point.cost.usd,
      unpricedTokens: point.cost.unpricedTokens,
      unpricedRequests: point.cost.unpricedRequests,
    })),
    total,
    shownTotal: measure === 'tokens' || total === null ? total : shownCents / 100,
    hasSessions: data.coverage.unavailable.sessions === undefined,
  };
}
