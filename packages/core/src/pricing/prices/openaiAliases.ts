import type { PriceTable } from './PriceTable.ts';

const LITELLM = 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json';

/**
 * Days on which a plain name of OpenAI's meant an older snapshot, of another price, than the name's own price is for, and its name of whatever ChatGPT
 * runs: none of them is priced by a name alone. Snapshots have prices of their own.
 */
export const openaiAliases: PriceTable = {
  provider: 'openai',
  source: 'https://developers.openai.com/api/docs/changelog',
  idPrefix: 'alias/',
  rows: [
    ['gpt-3.5-turbo', '2024-02-16', '-', { names: 'gpt-35-turbo', until: '2024-02-17' }],
    ['gpt-4o', '2024-10-02', '-', { until: '2024-10-03' }],
    ['gpt-4o', '2024-10-02', '-', { tier: 'batch', until: '2024-10-03' }],
    // The snapshot that the name means since, on the days before it did.
    ['gpt-4o-2024-08-06', '2024-08-06', '2.5 10 1.25'],
    ['gpt-4o-2024-08-06', '2024-08-06', '1.25 5', { tier: 'batch' }],
    ['gpt-4o-2024-08-06', '2026-07-24', '4.25 17 2.125', { tier: 'priority', source: LITELLM }],
    [
      'gpt-chat-latest',
      '2025-08-07',
      '-',
      { since: '2025-08-07', source: 'https://developers.openai.com/api/docs/models' },
    ],
  ],
};
