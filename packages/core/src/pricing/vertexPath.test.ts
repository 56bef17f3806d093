import { describe, expect, it } from 'vitest';

import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { matchModel } from './matchModel.ts';
import { priceBook } from './priceBook.ts';

const at = (location: string, model: string, publisher = 'anthropic', before = ''): string =>
  `${before}projects/my-team/locations/${location}/publishers/${publisher}/models/${model}`;
const book = priceBook();
const of = (model: string, more = {}) =>
  costOf(costQuery({ model, inputTokens: 1000, atMs: Date.UTC(2026, 10, 1), ...more }), book);

describe("Vertex's resource path of a model", () => {
  it.each([
    [at('us-east5', 'claude-opus-4-6'), 'regional', 'us-east5'],
    [at('eu', 'claude-sonnet-4-5@20250929'), 'regional', 'eu'],
    [at('global', 'claude-opus-4-6'), '', ''],
    [at('GLOBAL', 'claude-opus-4-6'), '', ''],
    [at('us-east5', 'claude-opus-4-6', 'anthropic', 'vertex_ai/'), 'regional', 'us-east5'],
    [at('us-east5', 'claude-opus-4-6', 'anthropic', '//aiplatform.googleapis.com/v1/'), 'regional', 'us-east5'],
    [at('us-central1', 'gemini-2.5-pro', 'google'), '', ''],
    [at('us', 'gemini-3.5-flash', 'google'), 'regional', 'us'],
    ['publishers/anthropic/models/claude-opus-4-6', '', ''],
  ])('%s is of residency %j', (model, residency, region) => {
    expect(matchModel('vertex', model)).toMatchObject({ platform: 'vertex', host: '', residency, region });
  });

  it('names the seller itself, whatever the project is called', () => {
    const model = 'projects/openai/locations/us-east5/publishers/anthropic/models/claude-opus-4-6';
    expect(matchModel('', model)).toMatchObject({ platform: 'vertex', host: '', provider: 'anthropic' });
    expect(matchModel('my-proxy', model)).toMatchObject({ platform: 'vertex', host: 'my-proxy' });
  });

  it.each(['', 'vertex', 'google-vertex-anthropic', 'anthropic'])(
    'has the regional price of Claude, billed by %j',
    (provider) => {
      const asked = (location: string, model: string) => of(at(location, model), { provider });
      expect(asked('us-east5', 'claude-opus-4-6')).toMatchObject({
        nanoUsd: 5_500_000,
        priceId: 'anthropic/claude-opus-4-6:regional@2026-03-13',
      });
      expect(asked('global', 'claude-opus-4-6').nanoUsd).toBe(5_000_000);
      expect(asked('eu', 'claude-opus-4-6').nanoUsd).toBe(5_500_000);
      // Models before Claude 4.5 cost the same in all regions.
      expect(asked('us-east5', 'claude-opus-4@20250514').nanoUsd).toBe(15_000_000);
      expect(asked('us-east5', 'claude-fable-5-2')).toMatchObject({ nanoUsd: null, basis: 'unpriced' });
      expect(asked('global', 'claude-fable-5-2').nanoUsd).toBeGreaterThan(0);
    },
  );

  it('of Gemini before 3 has the one price; of later ones none in a region, where they are dearer', () => {
    for (const location of ['global', 'us-central1', 'europe-west4']) {
      for (const model of ['gemini-2.5-pro', 'gemini-2.5-flash-lite', 'gemini-2.0-flash']) {
        expect(of(at(location, model, 'google')).nanoUsd).toBe(of(model, { provider: 'vertex' }).nanoUsd);
      }
    }
    for (const model of ['gemini-3-flash-preview', 'gemini-3.1-pro-preview', 'gemini-3.5-flash']) {
      expect(of(at('global', model, 'google')).nanoUsd).toBe(of(model, { provider: 'google' }).nanoUsd);
      expect(of(at('eu', model, 'google'))).toMatchObject({ nanoUsd: null, basis: 'unpriced' });
    }
  });

  it("meets a host's row of that location, and what a source recorded of the residency goes before", () => {
    const row = {
      id: 'own/gemini-eu',
      provider: 'vertex',
      model: 'gemini-3.5-flash',
      residency: ['regional:eu'],
      validFrom: '2026-07-01',
      knownFrom: '2026-07-01',
      source: 'our bill',
      rates: { input: '1.65', output: '9.9' },
    };
    const own = priceBook({ overrides: [row] });
    const asked = (model: string, residency = '') =>
      costOf(costQuery({ model, residency, inputTokens: 1000, atMs: Date.UTC(2026, 10, 1) }), own).nanoUsd;
    expect(asked(at('eu', 'gemini-3.5-flash', 'google'))).toBe(1_650_000);
    expect(asked(at('us', 'gemini-3.5-flash', 'google'))).toBeNull();
    expect(asked('vertex_ai/claude-opus-4-6', 'regional')).toBe(5_500_000);
  });

  it.each(['vertex', 'google-vertex', 'google', ''])(
    'where %j bills a model by its id, the residency may be stated',
    (provider) => {
      for (const residency of ['regional', 'Regional', 'regional:us-east5']) {
        const stated = (model: string) => of(model, { provider, residency }).nanoUsd;
        expect(stated('claude-opus-4-6')).toBe(provider === 'google' ? null : 5_500_000);
        // The same in all locations.
        expect(stated('gemini-2.5-flash')).toBe(300_000);
        expect(stated('gemini-2.0-flash-001')).toBe(150_000);
        expect(stated('gemini-3.5-flash')).toBeNull();
      }
      expect(of('gemini-2.5-flash', { provider, residency: 'eu' }).nanoUsd).toBeNull();
    },
  );

  it.each([
    ['openai', 'gemini-2.0-flash'],
    ['anthropic', 'gemini-2.0-flash'],
    ['', 'openai/gemini-2.0-flash'],
    ['vertex', 'anthropic/gemini-2.0-flash'],
  ])('is no price of Gemini by another publisher: %j, %s', (provider, model) => {
    expect(of(model, { provider, residency: 'regional' })).toMatchObject({ nanoUsd: null, basis: 'unpriced' });
  });

  it("meets a host's row of a region before those of all locations", () => {
    const row = {
      provider: 'vertex',
      model: 'gemini-2.5-flash',
      validFrom: '2026-01-01',
      knownFrom: '2026-01-01',
      source: '',
    };
    const own = priceBook({
      overrides: [
        { ...row, id: 'own/all', rates: { input: '3' } },
        { ...row, id: 'own/regions', residency: ['regional'], rates: { input: '1' } },
        { ...row, id: 'own/us', residency: ['regional:us'], rates: { input: '2' } },
      ],
    });
    const asked = (residency: string) =>
      costOf(costQuery({ provider: 'vertex', model: 'gemini-2.5-flash', residency }), own).priceId;
    expect(['', 'regional', 'regional:eu', 'regional:us'].map(asked)).toEqual([
      'own/all',
      'own/regions',
      'own/regions',
      'own/us',
    ]);
  });
});
