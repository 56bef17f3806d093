export { AnalyticsService, type AnalyticsServiceOptions } from './AnalyticsService.ts';
export type { BilledRequest, Billing, BillingOption } from './billedPricing.ts';
export type { BackgroundSync, SyncOptions } from './usageSync.ts';
export { type ModePrices, type PricedRollup, type PricedRollupQuery, rollupInMode } from './rollupInMode.ts';
export type { FilledPrices } from './filledPrices.ts';
export type { RepricedModelSummary, RepricingSummary } from './repricingSummary.ts';
export type { SyncSummary } from './SyncSummary.ts';
export { type RepriceRequest, type Usagekit, usagekit, type UsagekitOptions } from './usagekit.ts';
