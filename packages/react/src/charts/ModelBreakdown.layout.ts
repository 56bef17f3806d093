import type { UsageAnalytics } from '@usagekit/core';

import { addedFigures } from '../figures/addedFigures.ts';
import { centShares } from '../figures/centShares.ts';
import { figuresOf } from '../figures/figuresOf.ts';
import { type ModelPalette, unpricedModels } from '../figures/modelPalette.ts';
import { modelParts, shownModel } from '../figures/modelParts.ts';

/** One row of the ranking: a model, all the others, or all without a price. */
export interface BreakdownRow {
  label: string;
  color: string;
  /** USD in whole cents; the rows add up to the headline. `null` = no price. */
  usd: number | null;
  /** Share of the total cost; `null` = no price. */
  share: number | null;
  /** Length of its bar against the longest. */
  length: number | null;
  requests: number;
  tokens: number;
}

const MAX_ROWS = 6;

/** Models by cost, dearest first, at most five and the rest as "Other", closed by one row for all that have no price (S1.07, S2.13). */
export function modelBreakdownLayout(data: UsageAnalytics, palette: ModelPalette): BreakdownRow[] {
  const { byModel } = data.cost;
  const parts = modelParts(byModel, palette, MAX_ROWS).map((part) => ({
    ...part,
    figures: addedFigures(figuresOf(byModel, part.models)),
  }));
  const cents = centShares(
    parts.map((part) => part.figures.cost),
    data.cost,
  );
  const total = parts.reduce((sum, part) => sum + Number(part.figures.cost.nanoUsd ?? 0), 0);
  const longest = Math.max(0, ...parts.map((part) => Number(part.figures.cost.nanoUsd ?? 0)));
  const rows = parts.map(({ label, color, figures }, i): BreakdownRow => {
    const nano = Number(figures.cost.nanoUsd ?? 0);
    return {
      label,
      color,
      usd: cents[i] ?? null,
      share: total === 0 ? 0 : nano / total,
      length: longest === 0 ? 0 : nano / longest,
      requests: figures.requests,
      tokens: figures.tokens.input + figures.tokens.output + figures.tokens.cacheRead + figures.tokens.cacheWrite,
    };
  });
  const without = unpricedModels(byModel);
  if (without.length === 0) return rows;
  const figures = addedFigures(figuresOf(byModel, without));
  rows.push({
    label: without.length === 1 ? `${shownModel(without[0] ?? '')}, no price` : `${without.length} without a price`,
    color: 'var(--uk-neutral-mark)',
    usd: null,
    share: null,
    length: null,
    requests: figures.requests,
    tokens: figures.cost.unpricedTokens,
  });
  return rows;
}
