export { AnalyticsService, type AnalyticsServiceOptions } from './AnalyticsService.ts';
export type { BackgroundSync, SyncOptions } from './usageSync.ts';
export { type Usagekit, usagekit, type UsagekitOptions } from './usagekit.ts';
