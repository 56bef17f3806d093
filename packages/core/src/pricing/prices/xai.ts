import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

/** Double from 128K tokens on; there the lists disagree about cache reads, so they have no price. */
const from128k = (since: string, rates: string, names: string): TableRow => ({
  names,
  since,
  from: [[128_000, rates]],
});
const FAST = '0.2 0.5 0.05';
const FAST_OVER = '0.4 1';

/**
 * On 2026-05-15 at noon in San Francisco these models were retired. What is asked of them since is refused or answered by another model, which the documentation
 * does not settle: it has no price.
 */
const retired = (model: string, names: string): Row => [
  model,
  '2026-05-15',
  '-',
  { names, since: '2026-05-15T19:00Z', source: 'https://docs.x.ai/developers/migration/may-15-retirement' },
];

const GROK_4 = 'grok-4 grok-4-latest';
const THINKING = 'grok-4-fast grok-4-fast-reasoning-latest';
const PLAIN = 'grok-4-fast-non-reasoning-latest';
const THINKING_4_1 = 'grok-4-1-fast grok-4-1-fast-reasoning-latest';
const PLAIN_4_1 = 'grok-4-1-fast-non-reasoning-latest';

/** Long prompts of Grok 4, its retirement, and the name of xAI's newest model, of which no list says what it was when. */
export const xai: PriceTable = {
  provider: 'xai',
  source: 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json',
  rows: [
    ['grok-4-0709', '2025-07-09', '3 15 0.75', from128k('2025-07-09', '6 30', GROK_4)],
    ['grok-4-fast-reasoning', '2025-09-19', FAST, from128k('2025-09-19', FAST_OVER, THINKING)],
    ['grok-4-fast-non-reasoning', '2025-09-19', FAST, from128k('2025-09-19', FAST_OVER, PLAIN)],
    ['grok-4-1-fast-reasoning', '2025-11-19', FAST, from128k('2025-11-19', FAST_OVER, THINKING_4_1)],
    ['grok-4-1-fast-non-reasoning', '2025-11-19', FAST, from128k('2025-11-19', FAST_OVER, PLAIN_4_1)],
    retired('grok-4-0709', GROK_4),
    retired('grok-4-fast-reasoning', THINKING),
    retired('grok-4-fast-non-reasoning', PLAIN),
    retired('grok-4-1-fast-reasoning', THINKING_4_1),
    retired('grok-4-1-fast-non-reasoning', PLAIN_4_1),
    retired('grok-3', 'grok-3-latest grok-3-beta'),
    retired('grok-code-fast-1', 'grok-code-fast grok-code-fast-1-0825'),
    ['grok-latest', '2024-11-04', '-', { since: '2024-11-04', source: 'https://docs.x.ai/developers/models' }],
  ],
};
