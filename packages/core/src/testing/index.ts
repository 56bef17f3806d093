export * from './ledgerArbitraries.ts';
export * from './queryArbitraries.ts';
export * from './storeContract.ts';
