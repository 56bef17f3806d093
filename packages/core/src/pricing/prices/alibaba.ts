import type { PriceTable } from './PriceTable.ts';

/**
 * Alibaba's Qwen models on Model Studio, international (Singapore) list, where thinking costs what the answer costs. Its mainland list differs and is not
 * here; nor are models whose thinking has a price of its own, because a request does not say how its output divides. What is
 * read from the cache has a price by its mode: see `alibabaCache`.
 */
export const alibaba: PriceTable = {
  provider: 'alibaba',
  source: 'https://www.alibabacloud.com/help/en/model-studio/model-pricing',
  rows: [
    [
      'qwen3-coder-plus',
      '2025-09-23',
      '1 5 - 1.25',
      {
        over: [
          [32_000, '1.8 9 - 2.25'],
          [128_000, '3 15 - 3.75'],
          [256_000, '6 60 - 7.5'],
        ],
      },
    ],
    [
      'qwen3-coder-flash',
      '2025-07-28',
      '0.3 1.5 - 0.375',
      {
        over: [
          [32_000, '0.5 2.5 - 0.625'],
          [128_000, '0.8 4 - 1'],
          [256_000, '1.6 9.6 - 2'],
        ],
      },
    ],
    [
      'qwen3-coder-480b-a35b-instruct',
      '2025-07-23',
      '1.5 7.5',
      {
        over: [
          [32_000, '2.7 13.5'],
          [128_000, '4.5 22.5'],
          [256_000, '9 90'],
        ],
      },
    ],
    [
      'qwen3-coder-30b-a3b-instruct',
      '2025-07-31',
      '0.45 2.25',
      {
        over: [
          [32_000, '0.75 3.75'],
          [128_000, '1.2 6'],
        ],
      },
    ],
    [
      'qwen3-max',
      '2025-09-23',
      '1.2 6 - 1.5',
      {
        over: [
          [32_000, '2.4 12 - 3'],
          [128_000, '3 15 - 3.75'],
        ],
      },
    ],
    ['qwen-max', '2025-01-25', '1.6 6.4'],
    ['qwen-flash', '2025-07-28', '0.05 0.4 - 0.063', { over: [[256_000, '0.25 2 - 0.313']] }],
    ['qwen3-next-80b-a3b-instruct', '2025-09-12', '0.5 2'],
    ['qwen3-next-80b-a3b-thinking', '2025-09-12', '0.5 6'],
    ['qwen3.5-plus', '2026-02-16', '0.4 2.4 - 0.5', { over: [[256_000, '0.5 3 - 0.625']] }],
    ['qwen3.5-397b-a17b', '2026-02-15', '0.6 3.6'],
    ['qwen3.5-122b-a10b', '2026-02-23', '0.4 3.2'],
    ['qwen3.5-35b-a3b', '2026-02-23', '0.25 2'],
    ['qwen3.5-27b', '2026-02-23', '0.3 2.4'],
    ['qwen3.6-plus', '2026-04-02', '0.5 3 - 0.625', { over: [[256_000, '2 6 - 2.5']] }],
    ['qwen3.6-max-preview', '2026-04-20', '1.3 7.8 - 1.625'],
    ['qwen3.6-27b', '2026-04-22', '0.6 3.6'],
    ['qwen3.6-flash', '2026-04-27', '0.25 1.5 - 0.3125', { over: [[256_000, '1 4 - 1.25']] }],
    ['qwen3.7-plus', '2026-06-04', '0.4 1.6 - 0.5', { over: [[256_000, '1.2 4.8 - 1.5']] }],
  ],
};
