import type { UsageFigures } from '@usagekit/core';

/**
 * The figures of those models that a record has: a model may be called `constructor`, which every object has from its prototype.
 *
 * @example
 * figuresOf({}, ['constructor']) // => []
 */
export function figuresOf(
  byModel: Readonly<Record<string, UsageFigures>>,
  models: readonly string[],
): readonly UsageFigures[] {
  return models.flatMap((model) => (Object.hasOwn(byModel, model) ? (byModel[model] ?? []) : []));
}
