/** A model with list prices in nano-USD a token; without prices it has none. */
export interface ExampleModel {
  name: string;
  /** Tokens of a mean day in thousands: input, output, cache read, cache write. */
  tokens: readonly [number, number, number, number];
  prices: readonly [number, number, number, number] | null;
}

/** Four models at their list prices and one that has none. */
export const EXAMPLE_MODELS: readonly ExampleModel[] = [
  { name: 'claude-sonnet-4-6', tokens: [1500, 340, 21_000, 980], prices: [3000, 15_000, 300, 3750] },
  { name: 'claude-opus-4-6', tokens: [760, 190, 9800, 600], prices: [5000, 25_000, 500, 6250] },
  { name: 'claude-haiku-4-5', tokens: [620, 130, 6000, 310], prices: [1000, 5000, 100, 1250] },
  { name: 'gpt-5-mini', tokens: [380, 90, 1900, 0], prices: [250, 2000, 25, 0] },
  { name: 'acme-router-v2', tokens: [300, 60, 900, 0], prices: null },
];
