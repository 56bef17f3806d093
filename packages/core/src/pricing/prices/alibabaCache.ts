import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];
const implicit = (model: string, knownFrom: string, rates: string, more: TableRow = {}): Row => [
  model,
  knownFrom,
  rates,
  { ...more, tier: 'implicit-cache' },
];
const explicit = (model: string, knownFrom: string, rates: string, more: TableRow = {}): Row => [
  model,
  knownFrom,
  rates,
  { ...more, tier: 'explicit-cache' },
];

/**
 * Alibaba's prices by the mode of the cache, of which a request has one: what was marked to be cached is written at 125 % of the input and read at 10 %; what the platform caches by itself is
 * read at 20 %. Its price list has one of the two for each model: 20 % of Qwen 3 and 3.7, 10 % of Qwen 3.5 and 3.6; the other is by its rule for all models.
 */
export const alibabaCache: PriceTable = {
  provider: 'alibaba',
  source: 'https://www.alibabacloud.com/help/en/model-studio/context-cache',
  rows: [
    implicit('qwen3-coder-plus', '2025-09-23', '1 5 0.2', {
      over: [
        [32_000, '1.8 9 0.36'],
        [128_000, '3 15 0.6'],
        [256_000, '6 60 1.2'],
      ],
    }),
    implicit('qwen3-coder-flash', '2025-07-28', '0.3 1.5 0.06', {
      over: [
        [32_000, '0.5 2.5 0.1'],
        [128_000, '0.8 4 0.16'],
        [256_000, '1.6 9.6 0.32'],
      ],
    }),
    implicit('qwen3-max', '2025-09-23', '1.2 6 0.24', {
      over: [
        [32_000, '2.4 12 0.48'],
        [128_000, '3 15 0.6'],
      ],
    }),
    implicit('qwen-flash', '2025-07-28', '0.05 0.4 0.01', { over: [[256_000, '0.25 2 0.05']] }),
    implicit('qwen3.5-plus', '2026-02-16', '0.4 2.4 0.08', { over: [[256_000, '0.5 3 0.1']] }),
    implicit('qwen3.6-plus', '2026-04-02', '0.5 3 0.1', { over: [[256_000, '2 6 0.4']] }),
    implicit('qwen3.6-max-preview', '2026-04-20', '1.3 7.8 0.26'),
    implicit('qwen3.6-flash', '2026-04-27', '0.25 1.5 0.05', { over: [[256_000, '1 4 0.2']] }),
    implicit('qwen3.7-plus', '2026-06-04', '0.4 1.6 0.08', { over: [[256_000, '1.2 4.8 0.24']] }),
    explicit('qwen3-coder-plus', '2025-09-23', '1 5 0.1 1.25', {
      over: [
        [32_000, '1.8 9 0.18 2.25'],
        [128_000, '3 15 0.3 3.75'],
        [256_000, '6 60 0.6 7.5'],
      ],
    }),
    explicit('qwen3-coder-flash', '2025-07-28', '0.3 1.5 0.03 0.375', {
      over: [
        [32_000, '0.5 2.5 0.05 0.625'],
        [128_000, '0.8 4 0.08 1'],
        [256_000, '1.6 9.6 0.16 2'],
      ],
    }),
    explicit('qwen3-max', '2025-09-23', '1.2 6 0.12 1.5', {
      over: [
        [32_000, '2.4 12 0.24 3'],
        [128_000, '3 15 0.3 3.75'],
      ],
    }),
    explicit('qwen-flash', '2025-07-28', '0.05 0.4 0.005 0.063', { over: [[256_000, '0.25 2 0.025 0.313']] }),
    explicit('qwen3.5-plus', '2026-02-16', '0.4 2.4 0.04 0.5', { over: [[256_000, '0.5 3 0.05 0.625']] }),
    explicit('qwen3.6-plus', '2026-04-02', '0.5 3 0.05 0.625', { over: [[256_000, '2 6 0.2 2.5']] }),
    explicit('qwen3.6-max-preview', '2026-04-20', '1.3 7.8 0.13 1.625'),
    explicit('qwen3.6-flash', '2026-04-27', '0.25 1.5 0.025 0.3125', { over: [[256_000, '1 4 0.1 1.25']] }),
    explicit('qwen3.7-plus', '2026-06-04', '0.4 1.6 0.04 0.5', { over: [[256_000, '1.2 4.8 0.12 1.5']] }),
  ],
};
