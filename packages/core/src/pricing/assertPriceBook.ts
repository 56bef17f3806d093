import { assertPart } from '../model/assertParts.ts';

/**
 * @param of the function that takes it
 * @throws UsageError `invalid_argument` for what is no `PriceBook`, as the options of one
 */
export function assertPriceBook(of: string, option: string, book: unknown): void {
  const what = 'a price book: priceBook({ overrides: [row] }), with your own rows';
  assertPart(`${of}({ ${option} })`, book, ['match', 'changes'], what);
}
