import { expect, it } from 'vitest';
import { priceBook } from '../pricing/priceBook.ts';
import { modelFamily } from './modelFamily.ts';

it('is never another than the publisher whose price a model has', () => {
  const publishers = ['anthropic', 'openai', 'google', 'xai', 'mistral', 'deepseek', 'moonshot', 'alibaba', 'minimax'];
  const models = priceBook().rows.filter(({ provider }) => publishers.includes(provider) || provider === 'zai');
  expect(models.length).toBeGreaterThan(300);
  const wrong = models.filter(({ provider, model }) => !['', provider].includes(modelFamily(model)));
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

it.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic'],
  ['openrouter/openai/gpt-5', 'openai'],
  ['o4-mini', 'openai'],
  ['openai/gpt-oss-120b', ''],
  ['my-deployment', ''],
  ['', ''],
])('of %j is %j', (model, family) => {
  expect(modelFamily(model)).toBe(family);
});
