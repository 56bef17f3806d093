import { type PriceBook, priceBook } from '../pricing/priceBook.ts';

/** One price for everything, in USD per million tokens. */
export const flatBook = (usd: string, model = 'm1'): PriceBook =>
  priceBook({
    rows: [
      {
        id: `${model} ${usd}`,
        provider: '',
        model,
        validFrom: '2020-01-01',
        knownFrom: '2020-01-01',
        source: 'test',
        rates: { input: usd, output: usd, cacheRead: usd, cacheWrite5m: usd, cacheWrite1h: usd },
      },
    ],
  });
