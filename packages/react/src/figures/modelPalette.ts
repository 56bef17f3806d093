import type { UsageAnalytics, UsageFigures } from '@usagekit/core';

/** Which colour of the theme a model has: 1 … 6, kept as long as the palette is. A model that is not in it belongs to "Other". */
export type ModelPalette = ReadonlyMap<string, number>;

const LAST_COLOR = 6;

/** Models with a price, dearest first, ties by name. */
export function pricedModels(byModel: Readonly<Record<string, UsageFigures>>): string[] {
  const nano = (model: string): bigint => BigInt(byModel[model]?.cost.nanoUsd ?? 0);
  return Object.keys(byModel)
    .filter((model) => byModel[model]?.cost.nanoUsd != null)
    .toSorted((a, b) => (nano(a) === nano(b) ? (a < b ? -1 : 1) : nano(a) > nano(b) ? -1 : 1));
}

/** Models of which nothing has a price, most tokens first, ties by name. */
export function unpricedModels(byModel: Readonly<Record<string, UsageFigures>>): string[] {
  const tokens = (model: string): number => byModel[model]?.cost.unpricedTokens ?? 0;
  return Object.keys(byModel)
    .filter((model) => byModel[model]?.cost.nanoUsd == null)
    .toSorted((a, b) => tokens(b) - tokens(a) || (a < b ? -1 : 1));
}

/**
 * Colours by rank at first sight: models of an earlier palette keep theirs, new ones take what is free.
 *
 * @example
 * modelPalette({ cost: { byModel: {} } }) // => new Map()
 */
export function modelPalette(
  data: { cost: Pick<UsageAnalytics['cost'], 'byModel'> },
  earlier: ModelPalette = new Map(),
): ModelPalette {
  const palette = new Map(earlier);
  const used = new Set(palette.values());
  for (const model of pricedModels(data.cost.byModel)) {
    if (palette.has(model)) continue;
    const free = Array.from({ length: LAST_COLOR }, (_, i) => i + 1).find((color) => !used.has(color));
    if (free === undefined) break;
    palette.set(model, free);
    used.add(free);
  }
  return palette;
}

/**
 * The CSS colour of a model.
 *
 * @example
 * modelColor(new Map([['opus', 2]]), 'opus') // => 'var(--uk-series-2)'
 * modelColor(new Map(), 'opus') // => 'var(--uk-series-8)'
 */
export function modelColor(palette: ModelPalette, model: string): string {
  return `var(--uk-series-${palette.get(model) ?? 8})`;
}
