export { AnalyticsService, type AnalyticsServiceOptions } from './AnalyticsService.ts';
export { type Usagekit, usagekit, type UsagekitOptions } from './usagekit.ts';
