import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { costOf, type CostQuery } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';

const book = priceBook();
const atMs = Date.UTC(2026, 10, 30, 12);

type Asked = Parameters<typeof costQuery>[0];
const inRegion = (publisher: string) => (model: string) =>
  `projects/p/locations/us/publishers/${publisher}/models/${model}`;

/** How a provider's models can be asked for, in the words of the README. */
const WAYS: readonly (readonly [
  provider: string,
  way: string,
  fields: Partial<CostQuery>,
  named?: (model: string) => string,
])[] = [
  ['anthropic', 'standard', {}],
  ['anthropic', 'batch', { serviceTier: 'batch' }],
  ['anthropic', 'priority', { serviceTier: 'priority' }],
  ['anthropic', 'US-only', { residency: 'us' }],
  ['anthropic', 'US-only, batch', { residency: 'us', serviceTier: 'batch' }],
  ['anthropic', "Bedrock's regions", { provider: 'bedrock', residency: 'regional' }],
  ['anthropic', "Vertex's regions", { provider: 'vertex' }, inRegion('anthropic')],
  ['anthropic', "Bedrock's regions, batch", { provider: 'bedrock', residency: 'regional', serviceTier: 'batch' }],
  ['anthropic', "Vertex's regions, batch", { provider: 'vertex', serviceTier: 'batch' }, inRegion('anthropic')],
  ['openai', 'standard', {}],
  ['openai', 'batch', { serviceTier: 'batch' }],
  ['openai', 'flex', { serviceTier: 'flex' }],
  ['openai', 'priority', { serviceTier: 'priority' }],
  ['google', 'standard', {}],
  ['google', 'batch', { serviceTier: 'batch' }],
  ['google', 'flex', { serviceTier: 'flex' }],
  ['google', 'priority', { serviceTier: 'priority' }],
  ['google', "Vertex's regions", { provider: 'vertex' }, inRegion('google')],
  ['azure', 'standard', {}],
  ['bedrock', 'standard', {}],
  ['bedrock', 'batch', { serviceTier: 'batch' }],
  ['vertex', 'standard', {}],
  ['vertex', 'batch', { serviceTier: 'batch' }],
  ['xai', 'standard', {}],
  ['xai', 'batch', { serviceTier: 'batch' }],
  ['xai', 'priority', { serviceTier: 'priority' }],
  ['alibaba', 'implicit cache', { serviceTier: 'implicit-cache' }],
  ['alibaba', 'explicit cache', { serviceTier: 'explicit-cache' }],
  ...['alibaba', 'deepseek', 'minimax', 'mistral', 'moonshot', 'zai', 'openrouter'].map(
    (provider) => [provider, 'standard', {}] as const,
  ),
];
const TOKENS = { inputTokens: 1, outputTokens: 1 };
const PARTS: readonly (readonly [part: string, counts: Partial<CostQuery>])[] = [
  ['cache reads', { cacheReadTokens: 1 }],
  ['cache writes', { cacheWrite5mTokens: 1 }],
  ['one-hour cache writes', { cacheWrite1hTokens: 1 }],
  ['web searches', { webSearchRequests: 1 }],
];
/** What a provider does not bill at all, or what stands in the table above by itself. */
const NOT_ASKED = new Set([
  ...['azure', 'google', 'vertex', 'xai'].map((seller) => `${seller} cache writes`),
  ...['google', 'vertex'].map((seller) => `${seller} web searches`),
]);
const isAsked = (provider: string, part: string): boolean =>
  !NOT_ASKED.has(`${provider} ${part}`) && (provider === 'anthropic' || part !== 'one-hour cache writes');

const SNAPSHOT = /-\d{4}(?:-preview)?$|-20\d\d|-latest$|^gpt-35|-$/;
/** Open models that Google gives away. */
const OPEN = /^google gemma-/;
/** Models with a price of their own, without snapshots and further spellings. */
const modelsOf = (provider: string): string[] => {
  const rows = book.rows.filter(
    (row) =>
      row.provider === provider &&
      row.serviceTier === undefined &&
      row.speed === undefined &&
      (row.residency?.includes('') ?? true) &&
      !OPEN.test(`${provider} ${row.model}`),
  );
  const names = rows.flatMap(({ model, match }) => [model, ...(match?.aliases ?? [])]);
  return [...new Set(names)].filter((name) => !SNAPSHOT.test(name) && isPriced({ provider, model: name }, TOKENS));
};
const isPriced = (of: Asked, counts: Partial<CostQuery>): boolean =>
  costOf(costQuery({ atMs, ...of, ...counts }), book).basis !== 'unpriced';
/** Sizes of the whole prompt above which other rates hold. */
const thresholdsOf = (of: Asked): number[] =>
  book.match(costQuery({ atMs, ...of })).row?.tiers?.map(({ promptOver }) => promptOver) ?? [];

/** Models of which a part has no price, by the part. */
type Gap = readonly [part: string, names: readonly string[]];

/** What has a price in a short prompt, and none above a threshold. */
const longGaps = (provider: string, asked: (model: string) => Asked, priced: readonly string[]): Gap[] => {
  const thresholds = [...new Set(priced.flatMap((model) => thresholdsOf(asked(model))))].toSorted((x, y) => x - y);
  return thresholds.flatMap((threshold) => {
    const [long, above] = [{ ...TOKENS, inputTokens: threshold + 1 }, `above ${threshold.toLocaleString('en')} tokens`];
    const models = priced.filter((model) => thresholdsOf(asked(model)).includes(threshold));
    const unpriced = models.filter((model) => !isPriced(asked(model), long));
    const others = models.filter((model) => !unpriced.includes(model));
    const parts = PARTS.filter(([part]) => isAsked(provider, part)).map(([part, counts]): Gap => {
      const isGap = (model: string): boolean =>
        isPriced(asked(model), counts) && !isPriced(asked(model), { ...long, ...counts });
      return [`${part} ${above}`, others.filter(isGap)];
    });
    return [[`everything ${above}`, unpriced] as const, ...parts];
  });
};

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
/** The shorter of what has no price and what has. */
const cellOf = (names: readonly string[], all: readonly string[]): string => {
  const others = all.filter((name) => !names.includes(name));
  if (others.length === 0) return 'all';
  return others.length < names.length ? `all but ${quoted(others)}` : quoted(names);
};

const gapsOfWays = WAYS.flatMap(([provider, way, fields, named = (model) => model]) => {
  const models = modelsOf(provider);
  const asked = (model: string): Asked => ({ provider, model: named(model), ...fields });
  const priced = models.filter((model) => isPriced(asked(model), TOKENS));
  const parts = PARTS.filter(([part]) => isAsked(provider, part)).map(([part, counts]): Gap => [
    part,
    priced.filter((model) => !isPriced(asked(model), counts)),
  ]);
  const all: Gap = ['everything', models.filter((model) => !priced.includes(model))];
  return [all, ...parts, ...longGaps(provider, asked, priced)].flatMap(([part, names]) =>
    names.length === 0
      ? []
      : [{ provider, row: [way, part, cellOf(names, part === 'everything' ? models : priced)].join(' | ') }],
  );
});
/** One line for providers of which the same is said. */
const gaps = [...Map.groupBy(gapsOfWays, ({ row }) => row)].map(([row, same]) =>
  [same.map(({ provider }) => provider).join(', '), row].join(' | '),
);

it('the README asks of every publisher and platform of the book', () => {
  const sellers = book.rows.filter(({ residency }) => residency?.includes('') ?? true).map(({ provider }) => provider);
  expect(new Set(WAYS.map(([provider]) => provider))).toEqual(new Set(sellers));
});

it('the README lists every variant of a model that has no price, and nothing that has one', () => {
  const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const table = text.slice(text.indexOf('### By model')).split('\n');
  const listed = table
    .filter((line) => line.startsWith('| ') && !line.startsWith('| of ') && !line.startsWith('| --'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | '),
    );
  expect(gaps.length).toBeGreaterThan(10);
  expect(listed).toEqual(gaps);
});
