import { FABLE_5_2_FAST } from './anthropicFast.ts';
import type { PriceTable } from './PriceTable.ts';

const US = { speed: 'fast', residency: 'us', search: '10' };

/** Anthropic's fast mode with US-only inference: the surcharges of both apply. Batches have no fast mode. */
export const anthropicFastRegional: PriceTable = {
  provider: 'anthropic',
  source: 'https://platform.claude.com/docs/en/build-with-claude/fast-mode',
  rows: [
    ['claude-opus-4-6', '2026-02-07', '33 165 3.3 41.25 66', { ...US, over: [[200_000, '66 247.5 6.6 82.5 132']] }],
    ['claude-opus-4-6', '2026-03-13', '33 165 3.3 41.25 66', { ...US, since: '2026-03-13' }],
    ['claude-opus-4-7', '2026-04-16', '33 165 3.3 41.25 66', US],
    ['claude-opus-4-8', '2026-05-28', '11 55 1.1 13.75 22', US],
    ['claude-opus-5', '2026-07-24', '11 55 1.1 13.75 22', US],
    ['claude-opus-5-5', '2026-09-23', '8.8 44 0.44 11 17.6', US],
    ['claude-fable-5-2', '2026-11-12', '17.6 88 0.44 22 35.2', { ...US, source: FABLE_5_2_FAST }],
  ],
};
