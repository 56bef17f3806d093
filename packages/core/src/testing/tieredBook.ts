import { type PriceBook, priceBook } from '../pricing/priceBook.ts';

/** Prices of two models: a prompt costs twice as much when it is long. */
export function tieredBook(output: string, promptOver: number): PriceBook {
  const priced = { provider: '', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: 'contract' };
  const tiers = [{ promptOver, rates: { input: '4', output } }];
  const rates = { input: '2', output };
  return priceBook({ rows: ['m1', 'm2'].map((model) => ({ ...priced, id: model, model, rates, tiers })) });
}
