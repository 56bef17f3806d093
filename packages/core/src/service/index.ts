export { AnalyticsService, type AnalyticsServiceOptions } from './AnalyticsService.ts';
export { type ModePrices, type PricedRollup, type PricedRollupQuery, rollupInMode } from './rollupInMode.ts';
export type { FilledPrices } from './filledPrices.ts';
export { type RepriceRequest, type SyncSummary, type Usagekit, usagekit, type UsagekitOptions } from './usagekit.ts';
