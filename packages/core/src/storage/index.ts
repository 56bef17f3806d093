// The rules of the ledger, which a store of one's own keeps by the same functions.
export * from '../metrics/checkedCost.ts';
export * from '../metrics/joinRecords.ts';
export * from '../metrics/pricedAlike.ts';
export * from '../metrics/priceKeyValues.ts';
export * from '../metrics/repricedModels.ts';
export * from '../metrics/resetLedger.ts';
export * from '../metrics/runSummary.ts';
export * from '../metrics/safeNumber.ts';
export * from '../metrics/sessionFacts.ts';
export * from '../metrics/sessionMeasures.ts';
export * from './repricedCost.ts';
// What it refuses, in the same words.
export * from '../metrics/assertSegments.ts';
export * from '../metrics/assertZone.ts';
export * from './assertBatch.ts';
export * from './assertDistribution.ts';
export * from './assertLimit.ts';
export * from './assertOrder.ts';
export * from './assertPage.ts';
export * from './assertPassed.ts';
export * from './assertRepricing.ts';
export * from './assertScope.ts';
export * from './assertSessionSums.ts';
export type { EngineName } from './EngineTraits.ts';
export { kyselyStore } from './kyselyStore.ts';
export { migrationSql } from './migrationSql.ts';
export type { RollupLevel, RollupPiece } from './plan.ts';
export type * from './UsageStore.ts';
