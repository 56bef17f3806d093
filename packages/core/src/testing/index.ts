export * from './goldenCases.ts';
export * from './ledgerArbitraries.ts';
export * from './mutatedLines.ts';
export * from './queryArbitraries.ts';
export * from './sourceContract.ts';
export * from './storeContract.ts';
