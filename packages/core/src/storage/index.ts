export type { EngineName } from './EngineTraits.ts';
export { kyselyStore } from './kyselyStore.ts';
export { migrationSql } from './migrationSql.ts';
export { plan, type RollupCoverage, type RollupLevel, type RollupPiece } from './plan.ts';
export type * from './UsageStore.ts';
