import { type MatchLogic, type ModelInfo, type Provider, waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const list: readonly Provider[] = (await waitForUpdate()) ?? [];

/** Bills text in and out by the token: not embeddings, pages or hours. Models without any price in the list are free ones, and moderation. */
const isTextModel = ({ id, prices }: ModelInfo): boolean =>
  (Array.isArray(prices) ? prices.map((it) => it.prices) : [prices]).every(
    (price) =>
      (price['input_mtok'] !== undefined && price['output_mtok'] !== undefined) ||
      (Object.keys(price).length === 0 && id !== 'moderation'),
  );

const exactNames = (rule: MatchLogic): string[] => {
  if ('or' in rule) return rule.or.flatMap(exactNames);
  return 'equals' in rule ? [rule.equals] : [];
};

/** Ids of a provider's text models, with all names that the list gives them, that our book has no price for. */
const gapsOf = (providerId: string, billedBy: string, isOurs: (id: string) => boolean = () => true) => {
  const models =
    list.find(({ id }) => id === providerId)?.models.filter((it) => isOurs(it.id) && isTextModel(it)) ?? [];
  const gaps = models.flatMap((model) =>
    [model.id, ...exactNames(model.match)]
      // A beginning that ends in a dash is no name.
      .filter((name) => !name.endsWith('-'))
      .filter((name) => book.match(costQuery({ provider: billedBy, model: name })).row === null),
  );
  return { models: models.length, gaps };
};

describe('coverage of the text models in @pydantic/genai-prices', () => {
  it.each([
    ['Anthropic', 'anthropic', 'anthropic', 23],
    ['OpenAI', 'openai', 'openai', 87],
    ['xAI', 'x-ai', 'xai', 18],
    ['Mistral', 'mistral', 'mistral', 36],
    ['DeepSeek', 'deepseek', 'deepseek', 7],
    ['Moonshot', 'moonshotai', 'moonshotai', 14],
    ['MiniMax', 'minimax', 'minimax', 9],
    ['Z.ai', 'zai', 'zai', 3],
    ['Z.ai in mainland China', 'zhipuai', 'zhipuai', 15],
  ])('%s: all', (_, provider, billedBy, count) => {
    expect(gapsOf(provider, billedBy)).toEqual({ models: count, gaps: [] });
  });

  it('Google: all of its own, and all of the Claude models on Vertex', () => {
    expect(gapsOf('google', 'google', (id) => !id.startsWith('claude-'))).toEqual({ models: 38, gaps: [] });
    expect(gapsOf('google', 'gcp.vertex_ai', (id) => id.startsWith('claude-'))).toEqual({ models: 16, gaps: [] });
  });

  it('Alibaba, whose models it has as OpenRouter sells them: all', () => {
    expect(gapsOf('openrouter', 'openrouter', (id) => id.startsWith('qwen'))).toEqual({ models: 85, gaps: [] });
  });

  it('and more than it: prices it does not have', () => {
    const added = book.rows.filter(({ origin }) => origin === undefined);
    expect(added.length).toBeGreaterThan(250);
    expect(book.rows.length - added.length).toBeGreaterThan(250);
    for (const model of [
      'claude-haiku-5-5',
      'claude-fable-5-2',
      'gpt-6.1-sol',
      'qwen3-coder-plus',
      'glm-4.6',
      'deepseek-flash',
    ]) {
      expect(book.match(costQuery({ model })).row?.origin).toBeUndefined();
      expect(book.match(costQuery({ model })).row).not.toBeNull();
    }
  });
});
