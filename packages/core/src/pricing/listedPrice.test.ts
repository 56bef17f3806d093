import { expect, it } from 'vitest';

import { UsageError } from '../errors.ts';
import { litellmRows } from './importers/litellmRows.ts';
import { listedPrice } from './listedPrice.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';

const row: PriceRow = {
  id: 'own',
  provider: '',
  model: 'acme',
  validFrom: '2026-01-01',
  knownFrom: '2026-01-01',
  source: '',
  rates: { input: '1' },
};
const absurd = '1000000000';
const refused = (): unknown => expect.objectContaining({ code: 'invalid_argument' });

it('is refused from a thousand million USD on', () => {
  expect(listedPrice('999999999.999999', 6)).toEqual({ value: 999_999_999_999_999n, exact: true });
  expect(() => listedPrice(absurd, 6)).toThrow(UsageError);
  expect(() => listedPrice(`1${'0'.repeat(300)}`, 6)).toThrow(/^'10{39}' is not a price/);
});

it.each<Partial<PriceRow>>([
  { rates: { input: '1', output: absurd } },
  { tiers: [{ promptOver: 1000, rates: { input: absurd } }] },
  { fees: { webSearch: absurd } },
])('no book is made with %o', (fields) => {
  expect(() => priceBook({ overrides: [{ ...row, ...fields }] })).toThrow(refused());
});

it('an importer leaves out the row and says so', () => {
  const options = { knownFrom: '2026-01-01', source: '' };
  const entry = { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e300, output_cost_per_token: 1e-6 };
  const { rows, rejected } = litellmRows({ 'gpt-x': entry }, options);
  expect(rows).toEqual([]);
  expect(rejected).toMatchObject([{ reason: expect.stringContaining('is not a price') }]);
});
