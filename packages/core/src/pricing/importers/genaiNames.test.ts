import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { genaiNames } from './genaiNames.ts';
import { genaiPriceRows } from './genaiPriceRows.ts';

const namesOf = (match: unknown, id = 'm') => {
  const rejected: string[] = [];
  const { aliases, prefixes } = genaiNames(id, match, (part, reason) => rejected.push(`${part}: ${reason}`));
  return { names: [...aliases, ...prefixes], rejected };
};
const without = (word: string) => ({ regex: `^(?!.*-${word}(?:$|-))` });

describe('genaiNames', () => {
  it('keeps a beginning that leaves out a kind of model, which no beginning covers', () => {
    const match = { and: [{ starts_with: 'router-2' }, without('[tT][tT][sS]')] };
    expect(namesOf(match)).toEqual({ names: ['router-2'], rejected: [] });
    const prices = { input_mtok: 1, output_mtok: 1 };
    const { rows } = genaiPriceRows([{ id: 'acme', models: [{ id: 'router-2', match, prices }] }], {
      knownFrom: '2026-09-23',
      source: 'https://example.com/prices',
    });
    const book = priceBook({ rows });
    const usd = (model: string) => costOf(costQuery({ model, provider: 'acme', inputTokens: 10 }), book).nanoUsd;
    expect(['router-2-preview', 'router-2-preview-tts'].map(usd)).toEqual([10_000, null]);
  });

  it.each([
    ['two texts', [{ starts_with: 'm' }, { contains: 'mini' }]],
    ['two beginnings', [{ starts_with: 'm' }, { starts_with: 'm-1' }]],
    ['a beginning without a word that a model may have', [{ starts_with: 'm' }, without('acme')]],
    ['a family of models without a size', [{ starts_with: 'm-' }, without('mini')]],
    ['a beginning without a word in it', [{ starts_with: 'm-tts-2' }, without('tts')]],
    ['a beginning without one of several words', [{ starts_with: 'm' }, without('[tl][tT][sS]')]],
    ['a beginning and another pattern', [{ starts_with: 'm' }, { regex: 'mini$' }]],
    ['no beginning', [without('tts')]],
    ['an empty beginning', [{ starts_with: '' }, without('tts')]],
    ['a choice', [{ or: [{ starts_with: 'm' }, { equals: 'n' }] }, without('tts')]],
    ['nothing', []],
  ])('finds no names by rules that must hold together: %s', (_, and) => {
    expect(namesOf({ and })).toEqual({ names: [], rejected: [expect.stringMatching(/^match: .* are not found$/)] });
  });

  it.each([
    { equals: '' },
    { starts_with: '' },
    { starts_with: ' ' },
    { starts_with: 'openrouter/' },
    { contains: '' },
    { ends_with: '' },
  ])('finds no names by an empty one: %j', (rule) => {
    expect(namesOf(rule)).toEqual({ names: [], rejected: [expect.stringMatching(/names no model$/)] });
  });

  it('finds no names by two rules in one', () => {
    expect(namesOf({ equals: 'a', starts_with: 'b' })).toEqual({
      names: [],
      rejected: ['match: not one rule: {"equals":"a","starts_with":"b"}'],
    });
  });

  it('finds no names by a pattern of several', () => {
    expect(namesOf({ regex: '^m-(a|b)-\\d{8}$' }).names).toEqual([]);
    expect(namesOf({ regex: '^m-1\\.5-\\d{8}$' }).names).toEqual(['m-1.5']);
  });

  it.each(['or', 'and'])('rejects rules nested without end by %s, and keeps those beside them', (kind) => {
    const deep: unknown = JSON.parse(`${`{"${kind}":[`.repeat(50_000)}{"equals":"x"}${']}'.repeat(50_000)}`);
    const { names, rejected } = namesOf({ or: [deep, { equals: 'b' }] });
    expect([names, rejected.length]).toEqual([['b'], 1]);
  });

  it('lists each rule of a model by which no names are found', () => {
    const match = { or: [{ contains: 'zzz' }, { contains: 'yyy' }] };
    const { rejected } = genaiPriceRows(
      [{ id: 'acme', models: [{ id: 'm', match, prices: { input_mtok: 1, output_mtok: 1 } }] }],
      { knownFrom: '2026-09-23', source: 'https://example.com/prices' },
    );
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'names by «contains zzz» are not found',
      'names by «contains yyy» are not found',
    ]);
  });
});
