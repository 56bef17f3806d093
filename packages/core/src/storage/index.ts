export type { EngineName } from './EngineTraits.ts';
export { kyselyStore } from './kyselyStore.ts';
export { migrationSql } from './migrationSql.ts';
export type { RollupLevel, RollupPiece } from './plan.ts';
export type * from './UsageStore.ts';
