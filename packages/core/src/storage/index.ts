export { plan, type RollupLevel, type RollupPiece } from './plan.ts';
export type * from './UsageStore.ts';
