import type { PriceWindow } from '../PriceRow.ts';
import type { PriceTable } from './PriceTable.ts';

/** The discount of 2025: half past four in the afternoon to half past midnight, UTC. */
const DISCOUNT_2025: readonly PriceWindow[] = [{ start: '16:30', end: '00:30' }];
const peak = (rule: Partial<PriceWindow> = {}): readonly PriceWindow[] => [
  { start: '01:00', end: '04:00', ...rule },
  { start: '06:00', end: '10:00', ...rule },
];
const WORKDAYS = {
  weekdays: [1, 2, 3, 4, 5],
  // Public holidays of China on workdays, as announced for 2026: all day off-peak. Those of 2027 are not announced yet.
  exceptDays: ['2026-09-25', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
};
/** A public list with the prices of the first days, which DeepSeek's own page has no longer. */
const LAUNCH = 'https://github.com/anomalyco/models.dev/commits/dev/providers/deepseek/models';
const NEWS = 'https://api-docs.deepseek.com/news';

/**
 * DeepSeek's own prices. Times of day are its announced hours in Beijing, written in UTC; price changes take effect at midnight there. From the fourth
 * version on `deepseek-chat` and `deepseek-reasoner` are names of V4 Flash.
 */
export const deepseek: PriceTable = {
  provider: 'deepseek',
  source: 'https://api-docs.deepseek.com/quick_start/pricing',
  rows: [
    ['deepseek-chat', '2024-12-26', '0.14 0.28 0.014', { source: `${NEWS}/news1226` }],
    ['deepseek-chat', '2024-12-26', '0.27 1.1 0.07', { since: '2025-02-08T16:00Z', source: `${NEWS}/news1226` }],
    ['deepseek-reasoner', '2025-01-20', '0.55 2.19 0.14', { source: `${NEWS}/news250120` }],
    [
      'deepseek-chat',
      '2025-02-26',
      '0.27 1.1 0.07',
      { since: '2025-02-26T16:30Z', bands: [{ windows: DISCOUNT_2025, rates: '0.135 0.55 0.035' }] },
    ],
    [
      'deepseek-reasoner',
      '2025-02-26',
      '0.55 2.19 0.14',
      { since: '2025-02-26T16:30Z', bands: [{ windows: DISCOUNT_2025, rates: '0.135 0.55 0.035' }] },
    ],
    [
      'deepseek-chat',
      '2025-08-21',
      '0.56 1.68 0.07',
      { names: 'deepseek-reasoner', since: '2025-09-05T16:00Z', source: `${NEWS}/news250821` },
    ],
    // Weights whose place V3.1 took: since then they cost what whoever serves them asks.
    [
      'deepseek-chat-v3-0324',
      '2025-08-21',
      '-',
      { names: 'deepseek-r1-0528', since: '2025-09-05T16:00Z', source: `${NEWS}/news250821` },
    ],
    [
      'deepseek-chat',
      '2025-09-29',
      '0.28 0.42 0.028',
      { names: 'deepseek-reasoner', since: '2025-09-29', source: `${NEWS}/news250929` },
    ],
    ['deepseek-v4-flash', '2026-04-24', '0.14 0.28 0.0028'],
    ['deepseek-chat', '2026-04-24', '0.14 0.28 0.0028', { names: 'deepseek-reasoner', since: '2026-04-24' }],
    ['deepseek-v4-pro', '2026-04-24', '0.435 0.87 0.003625'],
    // V4 came out dearer: at a quarter past twelve on 2026-04-26 cache reads fell to a tenth, and earlier on that day in Beijing all of Pro to a quarter.
    ['deepseek-v4-flash', '2026-04-24', '0.14 0.28 0.028', { since: '2026-04-24', source: LAUNCH }],
    [
      'deepseek-chat',
      '2026-04-24',
      '0.14 0.28 0.028',
      { names: 'deepseek-reasoner', since: '2026-04-24', source: LAUNCH },
    ],
    ['deepseek-v4-pro', '2026-04-24', '1.74 3.48 0.145', { since: '2026-04-24', source: LAUNCH }],
    ['deepseek-v4-pro', '2026-04-25', '-', { since: '2026-04-25T16:00Z' }],
    [
      'deepseek-v4-flash',
      '2026-04-26',
      '0.14 0.28 0.0028',
      { names: 'deepseek-chat deepseek-reasoner', since: '2026-04-26T12:15Z' },
    ],
    ['deepseek-v4-pro', '2026-04-26', '0.435 0.87 0.003625', { since: '2026-04-26T12:15Z' }],
    [
      'deepseek-v4-flash',
      '2026-08-15',
      '0.22 0.66 0.007',
      {
        names: 'deepseek-chat deepseek-reasoner',
        since: '2026-08-16T16:00Z',
        bands: [{ windows: peak(), rates: '0.44 1.32 0.014' }],
      },
    ],
    [
      'deepseek-v4-pro',
      '2026-08-15',
      '0.66 1.98 0.022',
      { since: '2026-08-16T16:00Z', bands: [{ windows: peak(), rates: '1.32 3.96 0.044' }] },
    ],
    [
      'deepseek-v4-flash',
      '2026-08-22',
      '0.22 0.66 0.007',
      {
        names: 'deepseek-chat deepseek-reasoner deepseek-v4-flash-vision-exp',
        since: '2026-08-22T16:00Z',
        bands: [{ windows: peak(WORKDAYS), rates: '0.44 1.32 0.014' }],
      },
    ],
    [
      'deepseek-v4-pro',
      '2026-08-22',
      '0.66 1.98 0.022',
      { since: '2026-08-22T16:00Z', bands: [{ windows: peak(WORKDAYS), rates: '1.32 3.96 0.044' }] },
    ],
    [
      'deepseek-flash',
      '2026-09-10',
      '0.15 0.6 0.003',
      { bands: [{ windows: peak(WORKDAYS), rates: '0.3 1.2 0.006' }] },
    ],
    [
      'deepseek-v4-flash',
      '2026-09-10',
      '0.15 0.6 0.003',
      {
        names: 'deepseek-chat deepseek-reasoner deepseek-v4-flash-vision-exp',
        since: '2026-09-10T04:00Z',
        bands: [{ windows: peak(WORKDAYS), rates: '0.3 1.2 0.006' }],
      },
    ],
  ],
};
