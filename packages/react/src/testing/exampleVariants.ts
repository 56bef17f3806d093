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
  /** Some of its sessions have not ended. */
  live: (): UsageAnalytics => {
    const data = exampleAnalytics();
    const states = ['running', 'idle', 'stalled'] as const;
    const top = data.sessions.top.map((session, i) => {
      const state = states[i];
      return state
        ? { ...session, status: 'running' as const, state, silentMinutes: [2, 17, 640][i] ?? 0, provisional: true }
        : session;
    });
    const { completed, running } = data.sessions;
    const live = { running: 2, idle: 1, stalled: 3 };
    return { ...data, sessions: { ...data.sessions, top, live, running: 6, completed: completed + running - 6 } };
  },
  year: (): UsageAnalytics => exampleAnalytics({ days: 365 }),
  oneSession: (): UsageAnalytics => exampleAnalytics({ days: 1, scale: 0.04, models: EXAMPLE_MODELS.slice(0, 1) }),
};
