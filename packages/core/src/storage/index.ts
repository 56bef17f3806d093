// The rules of the ledger, which a store of one's own keeps by the same functions.
export * from '../metrics/joinRecords.ts';
export * from '../metrics/pricedAlike.ts';
export * from '../metrics/priceKeyValues.ts';
export * from '../metrics/repricedModels.ts';
export * from '../metrics/resetLedger.ts';
export * from '../metrics/sessionFacts.ts';
export * from '../metrics/sessionMeasures.ts';
export type { EngineName } from './EngineTraits.ts';
export { kyselyStore } from './kyselyStore.ts';
export { migrationSql } from './migrationSql.ts';
export type { RollupLevel, RollupPiece } from './plan.ts';
export type * from './UsageStore.ts';
