export * from './genaiPriceRows.ts';
export * from './ImportedPrices.ts';
export * from './PriceImportOptions.ts';
export * from './litellmRows.ts';
export * from './modelsDevRows.ts';
