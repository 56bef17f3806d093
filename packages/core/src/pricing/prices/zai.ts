import type { PriceTable } from './PriceTable.ts';

/** Z.ai's models on its international platform. */
export const zai: PriceTable = {
  provider: 'zai',
  source: 'https://docs.z.ai/guides/overview/pricing',
  rows: [
    ['glm-4.5', '2025-07-28', '0.6 2.2 0.11'],
    ['glm-4.5-air', '2025-07-28', '0.2 1.1 0.03'],
    ['glm-4.5-flash', '2025-07-28', '0 0 0'],
    ['glm-4.5v', '2025-08-11', '0.6 1.8'],
    ['glm-4.6', '2025-09-30', '0.6 2.2 0.11'],
    ['glm-4.6v', '2025-12-08', '0.3 0.9'],
    ['glm-4.7', '2025-12-22', '0.6 2.2 0.11'],
    ['glm-4.7-flash', '2026-01-19', '0 0 0'],
    ['glm-4.7-flashx', '2026-01-19', '0.07 0.4 0.01'],
    ['glm-5', '2026-02-12', '1 3.2 0.2'],
    ['glm-5-turbo', '2026-03-16', '1.2 4 0.24'],
    ['glm-5v-turbo', '2026-04-01', '1.2 4 0.24'],
    ['glm-5.1', '2026-04-07', '1.4 4.4 0.26'],
    // Half price at its launch, until midnight in Beijing after 2026-09-09.
    ['glm-5.3-flash', '2026-08-26', '0.075 0.25 0.015'],
    ['glm-5.3-flash', '2026-08-26', '0.15 0.5 0.03', { since: '2026-09-09T16:00Z' }],
  ],
};
