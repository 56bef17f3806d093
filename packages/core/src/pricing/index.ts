export * from './calculateCost.ts';
export * from './costOf.ts';
export * from './matchModel.ts';
export * from './picoRates.ts';
export * from './priceBook.ts';
export * from './PriceMatch.ts';
export * from './PriceRow.ts';
export * from './prices/shippedRows.ts';
