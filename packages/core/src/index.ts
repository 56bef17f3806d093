export * from './errors.ts';
export * from './metrics/index.ts';
export * from './model/index.ts';
export * from './pricing/index.ts';
