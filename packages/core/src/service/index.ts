export { AnalyticsService, type AnalyticsServiceOptions } from './AnalyticsService.ts';
export { type ModePrices, type PricedRollup, type PricedRollupQuery, rollupInMode } from './rollupInMode.ts';
export { type Usagekit, usagekit, type UsagekitOptions } from './usagekit.ts';
