import type { PriceTable } from './PriceTable.ts';

const DOCS = 'https://github.com/mistralai/platform-docs-public/tree/main/src/schema/models/models';
const LITELLM = 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json';

/**
 * Names that Mistral moves from one model to the next, by the days on which its own documentation moved them. `-` = on those days the documentation
 * names two models, or another list one that it does not, or the model behind the name is gone.
 */
export const mistral: PriceTable = {
  provider: 'mistral',
  source: DOCS,
  rows: [
    ['mistral-large-latest', '2024-02-26', '-', { since: '2024-02-26' }],
    ['mistral-large-latest', '2025-02-06', '2 6', { since: '2025-02-06', source: LITELLM }],
    // Listed as a name of Medium 3.1, too, before Large 3.
    ['mistral-large-latest', '2025-08-12', '-', { since: '2025-08-12' }],
    ['mistral-large-latest', '2025-12-02', '0.5 1.5 0.05', { since: '2025-12-02' }],
    ['mistral-large', '2025-12-02', '-', { since: '2025-12-02' }],
    // Between these days and after them the pinned list has what it was.
    ['mistral-medium-latest', '2024-02-26', '-', { since: '2024-02-26', until: '2025-02-06' }],
    ['mistral-medium-latest', '2025-02-06', '2.7 8.1', { since: '2025-02-06', until: '2025-05-07', source: LITELLM }],
    ['mistral-medium-latest', '2025-05-07', '-', { since: '2025-05-07', until: '2025-05-10' }],
    // Medium 3.1 was deprecated; its page kept the name until Medium 3.5 had it.
    ['mistral-medium-latest', '2026-05-22', '-', { since: '2026-05-22', until: '2026-06-16' }],
    ['mistral-medium', '2023-12-11', '-', { since: '2023-12-11', until: '2025-06-16' }],
    ['mistral-medium', '2026-05-22', '-', { since: '2026-05-22' }],
    ['mistral-medium-3', '2025-05-07', '-', { since: '2025-05-07', until: '2026-04-29' }],
    ['mistral-small-latest', '2024-02-26', '-', { since: '2024-02-26' }],
    ['mistral-small-latest', '2025-03-10', '0.1 0.3', { since: '2025-03-10' }],
    ['mistral-small-latest', '2026-03-16', '-', { since: '2026-03-16' }],
    ['mistral-small-latest', '2026-04-30', '0.15 0.6 0.015', { since: '2026-04-30' }],
    ['ministral-3b-latest', '2024-10-09', '0.04 0.04', { since: '2024-10-09' }],
    ['ministral-3b-latest', '2025-12-02', '0.1 0.1 0.01', { since: '2025-12-02' }],
    ['codestral-latest', '2024-05-29', '-', { since: '2024-05-29' }],
    ['codestral-latest', '2025-01-13', '0.3 0.9', { since: '2025-01-13' }],
    ['codestral-latest', '2025-10-20', '0.3 0.9 0.03', { since: '2025-10-20' }],
  ],
};
