import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MatchLogic, type ModelInfo, type Provider, waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { openaiMedia } from './openaiMedia.ts';

const book = priceBook();
const list: readonly Provider[] = (await waitForUpdate()) ?? [];

/** Sound, images and video out, and images and video in, at prices of their own: what a request says of its tokens is too little for a price. */
const isOfSorts = ({ prices }: ModelInfo): boolean =>
  /"(?:output_(?:audio|image|video)|input_(?:image|video))_/.test(JSON.stringify(prices));
/** Bills text in and out by the token: not embeddings, pages or hours. Models without any price in the list are free ones, and moderation. */
const isTextModel = (model: ModelInfo): boolean =>
  !isOfSorts(model) &&
  (Array.isArray(model.prices) ? model.prices.map((it) => it.prices) : [model.prices]).every(
    (price) =>
      (price['input_mtok'] !== undefined && price['output_mtok'] !== undefined) ||
      (Object.keys(price).length === 0 && model.id !== 'moderation'),
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
  return { models: models.length, gaps: [...new Set(gaps)] };
};

describe('coverage of the text models in @pydantic/genai-prices', () => {
  it.each<[name: string, provider: string, billedBy: string, count: number, gaps?: string[]]>([
    ['Anthropic', 'anthropic', 'anthropic', 23],
    ['OpenAI', 'openai', 'openai', 76, ['gpt-oss-120b', 'gpt-oss-20b', 'gpt-oss-safeguard-20b']],
    ['xAI', 'x-ai', 'xai', 18],
    [
      'Mistral',
      'mistral',
      'mistral',
      36,
      [
        'mistral-small-24b-instruct-2501',
        'mistral-small-24b-instruct-2501:free',
        'mistral-small-3.1-24b-instruct',
        'mistral-small-3.2-24b-instruct',
      ],
    ],
    ['DeepSeek', 'deepseek', 'deepseek', 7, ['deepseek-v3.1-terminus', 'deepseek-v3.2', 'deepseek-v3.2-exp']],
    ['Moonshot', 'moonshotai', 'moonshotai', 14, ['kimi-k2']],
    ['MiniMax', 'minimax', 'minimax', 9, ['minimax-01', 'minimax-m1']],
    ['Z.ai', 'zai', 'zai', 3],
    ['Z.ai in mainland China', 'zhipuai', 'zhipuai', 15],
  ])('%s: all but what OpenRouter sells of it', (_, provider, billedBy, count, gaps = []) => {
    expect(gapsOf(provider, billedBy)).toEqual({ models: count, gaps });
  });

  it('Google: all of its own but what OpenRouter sells, and all of the Claude models on Vertex', () => {
    expect(gapsOf('google', 'google', (id) => !id.startsWith('claude-'))).toEqual({
      models: 31,
      gaps: ['gemma-2-27b-it'],
    });
    expect(gapsOf('google', 'gcp.vertex_ai', (id) => id.startsWith('claude-'))).toEqual({ models: 16, gaps: [] });
  });

  const publisher = (id: string): readonly ModelInfo[] => list.find((it) => it.id === id)?.models ?? [];
  /** And models of which the list has one price, and the publisher two. */
  const media = [
    ...['openai', 'google'].flatMap((id) => publisher(id).filter(isOfSorts)),
    ...publisher('openai').filter(({ id }) => openaiMedia.rows.some(([model]) => model === id)),
  ];

  it('but none of the models that answer in images, sound or video at prices of their own', () => {
    expect(media.length).toBe(26);
    const names = media.flatMap((model) => [model.id, ...exactNames(model.match)]);
    const priced = names.filter((model) => {
      const query = costQuery({ model, inputTokens: 300, outputTokens: 1300 });
      return costOf(query, book).nanoUsd !== null || costOf({ ...query, provider: 'google' }, book).nanoUsd !== null;
    });
    expect(priced).toEqual([]);
  });

  it('and these are all that the README names as such', () => {
    const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    const names =
      text.split('\n').find((line) => line.startsWith('Images, sound and video have prices of their own')) ?? '';
    expect([...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name).toSorted()).toEqual(
      media.map(({ id }) => id).toSorted(),
    );
  });

  it('and embeddings, by their input', () => {
    const embeddings = [...publisher('openai'), ...publisher('google'), ...publisher('mistral')]
      .filter((model) => model.id.includes('embed') && !isOfSorts(model))
      .map(({ id }) => [id, costOf(costQuery({ model: id, inputTokens: 1_000_000 }), book).nanoUsd]);
    expect(embeddings).toEqual([
      ['text-embedding-3-large', 130_000_000],
      ['text-embedding-3-small', 20_000_000],
      ['text-embedding-ada-002', 100_000_000],
      ['gemini-embedding-001', 150_000_000],
      ['mistral-embed', 100_000_000],
    ]);
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
      'gpt-6.2-astra',
      'gpt-6.2-sol',
      'grok-4.7',
      'qwen3-coder-plus',
      'glm-4.6',
      'deepseek-flash',
    ]) {
      expect(book.match(costQuery({ model })).row?.origin).toBeUndefined();
      expect(book.match(costQuery({ model })).row).not.toBeNull();
    }
  });
});
