import type { UsageFigures } from '@usagekit/core';

import { isolatedName } from '../format/isolatedName.ts';
import { modelColor, type ModelPalette, pricedModels } from './modelPalette.ts';

/** One part of a whole: a model, or all the rest. */
export interface ModelPart {
  label: string;
  color: string;
  models: readonly string[];
}

/**
 * At most `max` parts of the models that have a price, dearest first. When there are more models, the last part is "Other (n)"; it never stands for a single one.
 *
 * @example
 * modelParts({}, new Map(), 5) // => []
 */
export function modelParts(
  byModel: Readonly<Record<string, UsageFigures>>,
  palette: ModelPalette,
  max: number,
): ModelPart[] {
  const models = pricedModels(byModel);
  const own = models.length > max ? models.slice(0, max - 1) : models;
  const rest = models.slice(own.length);
  const parts = own.map((model) => ({ label: shownModel(model), color: modelColor(palette, model), models: [model] }));
  return rest.length === 0
    ? parts
    : [...parts, { label: `Other (${rest.length})`, color: 'var(--uk-series-8)', models: rest }];
}

/**
 * A model as it is named to people.
 *
 * @example
 * shownModel('') // => 'unknown model'
 */
export function shownModel(model: string): string {
  return model === '' ? 'unknown model' : isolatedName(model);
}
