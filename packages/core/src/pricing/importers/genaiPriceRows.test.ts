import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { genaiPriceRows } from './genaiPriceRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };

describe('genaiPriceRows', () => {
  const model = (fields: object) => [
    { id: 'acme', models: [{ id: 'router', match: { equals: 'router' }, ...fields }] },
  ];

  it('corrects the threshold of OpenAI, and writes «from 200,000 on» as such', () => {
    const tiers = (start: number) => ({ base: 1, tiers: [{ start, price: 2 }] });
    const rowOf = (start: number) =>
      genaiPriceRows(model({ prices: { input_mtok: tiers(start), output_mtok: 3 } }), options).rows[0];
    expect(rowOf(271_999)?.tiers).toEqual([{ promptOver: 272_000, rates: { input: '2', output: '3' } }]);
    expect(rowOf(272_000)?.tiers).toEqual([{ promptOver: 272_000, rates: { input: '2', output: '3' } }]);
    expect(rowOf(199_999)?.tiers).toEqual([
      { promptOver: 200_000, inclusive: true, rates: { input: '2', output: '3' } },
    ]);
  });

  it('keeps dates, and the windows that stand after them', () => {
    const at = (usd: number, constraint?: object) => ({ prices: { input_mtok: usd, output_mtok: usd }, constraint });
    const window = { start_time: '18:30:00+02:00', end_time: '00:30:00Z' };
    const { rows, rejected } = genaiPriceRows(
      model({
        prices: [at(1), at(2, window), at(3, { start_date: '2026-08-01' }), at(4, { start_date: '2027-01-01' })],
      }),
      options,
    );
    expect(rejected).toEqual([]);
    expect(rows.map(({ id, knownFrom, timeBands }) => [id, knownFrom, timeBands?.[0]?.windows])).toEqual([
      ['genai-prices/acme/router', '2026-09-23', [{ start: '16:30', end: '00:30' }]],
      ['genai-prices/acme/router@2026-08-01', '2026-08-01', undefined],
      ['genai-prices/acme/router@2027-01-01', '2026-09-23', undefined],
    ]);
  });

  it.each([
    [
      'a time between quarter hours',
      {
        prices: [
          { prices: { input_mtok: 1, output_mtok: 1 }, constraint: { start_time: '00:31:00Z', end_time: '01:00:00Z' } },
        ],
      },
      'constraint',
    ],
    ['no price for input', { prices: { output_mtok: 1 } }, 'model'],
    [
      'images out with a price of their own',
      { prices: { input_mtok: 1, output_mtok: 2, output_image_mtok: 30 } },
      'model',
    ],
    [
      'images in with a price of their own',
      { prices: { input_mtok: 1, output_mtok: 2, input_image_mtok: 3 } },
      'model',
    ],
    ['sound out with a price of its own', { prices: { input_mtok: 1, output_mtok: 2, output_audio_mtok: 8 } }, 'model'],
    ['video out with a price of its own', { prices: { input_mtok: 1, output_mtok: 2, output_video_mtok: 8 } }, 'model'],
    [
      'thinking with a price of its own',
      { prices: { input_mtok: 1, output_mtok: 2, output_reasoning_mtok: 8 } },
      'model',
    ],
    ['citations with a price', { prices: { input_mtok: 1, output_mtok: 2, output_citation_mtok: 2 } }, 'model'],
    ['a charge for each request', { prices: { input_mtok: 1, output_mtok: 1, requests_kcount: 12 } }, 'model'],
    ['a charge that is new', { prices: { input_mtok: 1, output_mtok: 1, surprise_kcount: 12 } }, 'model'],
    [
      'a charge that is new, from a day on',
      {
        prices: [
          { prices: { input_mtok: 1, output_mtok: 1 } },
          { constraint: { start_date: '2026-08-01' }, prices: { input_mtok: 1, output_mtok: 1, requests_kcount: 12 } },
        ],
      },
      'model',
    ],
    ['a price that is none', { prices: { input_mtok: -1, output_mtok: 1 } }, 'model'],
    ['no prices', { prices: {} }, 'model'],
    ['prices of another shape', { prices: 'free' }, 'model'],
  ])('rejects %s', (_, fields, part) => {
    const { rows, rejected } = genaiPriceRows(model(fields), options);
    expect(rows).toEqual([]);
    expect(rejected).toEqual([expect.objectContaining({ model: 'acme/router', part })]);
  });

  it('lists what it leaves out of a row', () => {
    const prices = { input_mtok: 1, output_mtok: 2, input_audio_mtok: 9, web_searches_kcount: 10 };
    const { rows, rejected } = genaiPriceRows(model({ match: { contains: 'zzz' }, prices }), options);
    expect(rows).toMatchObject([{ rates: { input: '1', output: '2' }, fees: { webSearch: '10' } }]);
    expect(rejected.map(({ part }) => part)).toEqual(['input_audio_mtok', 'match']);
  });

  it('needs no price of tokens that cost what the plain ones cost', () => {
    const same = { output_mtok: { base: 2, tiers: [{ start: 9, price: 3 }] } };
    const prices = { input_mtok: 1, input_image_mtok: 1, ...same, output_reasoning_mtok: same.output_mtok };
    const { rows, rejected } = genaiPriceRows(model({ prices }), options);
    expect(rejected).toEqual([]);
    expect(rows).toMatchObject([{ rates: { input: '1', output: '2' }, tiers: [{ rates: { output: '3' } }] }]);
  });

  it('prices an embedding by its input, and nothing that it puts out', () => {
    const { rows, rejected } = genaiPriceRows(model({ prices: { input_mtok: 0.02 } }), options);
    expect([rows.map(({ rates }) => rates), rejected]).toEqual([[{ input: '0.02' }], []]);
    const usd = (outputTokens: number) =>
      costOf(costQuery({ provider: 'acme', model: 'router', inputTokens: 1000, outputTokens }), priceBook({ rows }));
    expect([usd(0).nanoUsd, usd(1).nanoUsd]).toEqual([20_000, null]);
  });

  it('takes a model for free only when the list says so', () => {
    const free = genaiPriceRows(model({ id: 'router:free', prices: {} }), options);
    expect(free.rows).toMatchObject([{ rates: { input: '0', output: '0' } }]);
  });

  it('has the prices of Bedrock by its endpoints, for requests of Bedrock', () => {
    const bedrock = (id: string, usd: number, ...rules: object[]) => ({
      id,
      match: { or: rules },
      prices: { input_mtok: usd, output_mtok: usd },
    });
    const contains = (text: string) => ({ contains: text });
    const starts = (text: string) => ({ starts_with: text });
    const { rows, rejected } = genaiPriceRows(
      [
        {
          id: 'aws',
          models: [
            bedrock('global.anthropic.claude-opus-9-v1:0', 3, contains('global.anthropic.claude-opus-9')),
            bedrock('regional.anthropic.claude-opus-9-v1:0', 3.3, starts('anthropic.claude-opus-9-v1')),
            bedrock('eu.anthropic.claude-opus-9-v1:0', 3.6, contains('eu.anthropic.claude-opus-9')),
            bedrock('openai.gpt-9', 2.2, { equals: 'openai.gpt-9' }),
            bedrock('global.openai.gpt-9', 2, contains('global.openai.gpt-9')),
            bedrock('amazon.nova-x-v1:0', 1, contains('amazon.nova-x')),
          ],
        },
      ],
      options,
    );
    expect(rejected).toEqual([]);
    expect(rows.map(({ id, residency }) => [id, residency?.join()])).toEqual([
      ['genai-prices/bedrock/claude-opus-9', undefined],
      ['genai-prices/bedrock/claude-opus-9:regional', 'regional'],
      ['genai-prices/bedrock/claude-opus-9:regional:eu', 'regional:eu'],
      ['genai-prices/bedrock/gpt-9:regional', 'regional'],
      ['genai-prices/bedrock/gpt-9', undefined],
      ['genai-prices/bedrock/amazon.nova-x-v1:0', undefined],
    ]);
    const book = priceBook({ rows });
    const usd = (model: string, provider = 'bedrock') => {
      const { nanoUsd } = costOf(costQuery({ model, provider, inputTokens: 1_000_000 }), book);
      return nanoUsd === null ? null : nanoUsd / 1e9;
    };
    const opus = ['global.', 'us.', 'eu.', ''].map((region) => `${region}anthropic.claude-opus-9-v1:0`);
    expect(opus.map((name) => usd(name))).toEqual([3, 3.3, 3.6, 3.3]);
    expect(opus.map((name) => usd(name, 'aws.bedrock'))).toEqual([3, 3.3, 3.6, 3.3]);
    expect(['global.openai.gpt-9', 'openai.gpt-9', 'amazon.nova-x-v1:0'].map((name) => usd(name))).toEqual([2, 2.2, 1]);
    // A beginning with a version is one model, not all that begin like it.
    expect(usd('us.anthropic.claude-opus-9-5-v1:0')).toBeNull();
  });

  it.each([null, {}, 'text', [1], [{ id: 'acme' }], [{ id: 'acme', models: {} }], [{ id: 'acme', models: [null] }]])(
    'makes no row of %j, and lists it',
    (list) => {
      const { rows, rejected } = genaiPriceRows(list, options);
      expect([rows, rejected.map(({ part }) => part)]).toEqual([[], ['model']]);
    },
  );
});

it('takes the price of a model with its route before that without', () => {
  const model = (id: string, usd: number) => ({
    id,
    match: { equals: id },
    prices: { input_mtok: usd, output_mtok: usd },
  });
  const models = [model('router', 9), model('acme/router', 2)];
  const { rows, rejected } = genaiPriceRows([{ id: 'openrouter', models }], options);
  expect(rows.map(({ rates }) => rates.input)).toEqual(['2']);
  expect(rejected).toMatchObject([{ model: 'openrouter/router', part: 'model' }]);
});
