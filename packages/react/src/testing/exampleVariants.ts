import type { UsageAnalytics } from '@usagekit/core';

import { EXAMPLE_MODELS } from './EXAMPLE_MODELS.ts';
import { exampleAnalytics } from './exampleAnalytics.ts';

const LONG = 'vendor/some-organisation-with-a-long-name/experimental-reasoning-model-2026-11-preview';

/** The example in the states that a chart has to bear. */
export const exampleVariants = {
  usual: (): UsageAnalytics => exampleAnalytics(),
  empty: (): UsageAnalytics => exampleAnalytics({ scale: 0 }),
  singleDay: (): UsageAnalytics => exampleAnalytics({ days: 1 }),
  allUnpriced: (): UsageAnalytics =>
    exampleAnalytics({ models: EXAMPLE_MODELS.map((model) => ({ ...model, prices: null })) }),
  hugeNumbers: (): UsageAnalytics => exampleAnalytics({ scale: 40_000 }),
  longNames: (): UsageAnalytics =>
    exampleAnalytics({
      models: EXAMPLE_MODELS.map((model, i) => ({ ...model, name: `${LONG}-${i}` })),
      projects: ['a', 'b', 'c', 'd'].map(
        (own) => `/srv/${own}/a-monorepository-with-a-very-long-and-winding-directory-name-${own}`,
      ),
    }),
  manyModels: (): UsageAnalytics =>
    exampleAnalytics({
      models: [...EXAMPLE_MODELS, ...EXAMPLE_MODELS.map((model, i) => ({ ...model, name: `model-${i}` }))],
    }),
  year: (): UsageAnalytics => exampleAnalytics({ days: 365 }),
  oneSession: (): UsageAnalytics => exampleAnalytics({ days: 1, scale: 0.04, models: EXAMPLE_MODELS.slice(0, 1) }),
};
