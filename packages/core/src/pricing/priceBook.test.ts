import { describe, expect, it } from 'vitest';
import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';

const acme: PriceRow = {
  id: 'acme/router',
  provider: '',
  model: 'acme-router-v2',
  validFrom: '2026-01-01',
  knownFrom: '2026-01-01',
  source: 'contract',
  rates: { input: '1', output: '2' },
};
const usd = (book: ReturnType<typeof priceBook>, fields: Parameters<typeof costQuery>[0]): number | null => {
  const { nanoUsd } = costOf(costQuery(fields), book);
  return nanoUsd === null ? null : nanoUsd / 1e9;
};
const million = { inputTokens: 1_000_000, grain: 'session' } as const;

describe('priceBook', () => {
  it('has an id that follows content, not the order of keys or rows', () => {
    const reordered = Object.fromEntries(Object.entries(acme).toReversed()) as unknown as PriceRow;
    const other = { ...acme, id: 'acme/other', model: 'other' };
    const id = priceBook({ rows: [acme, other] }).id;
    expect(priceBook({ rows: [other, reordered] }).id).toBe(id);
    expect(priceBook({ rows: [acme, { ...other, rates: { input: '1' } }] }).id).not.toBe(id);
    expect(priceBook({ rows: [other], overrides: [acme] }).id).not.toBe(id);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it('lets a host price what nobody else does, and override what is shipped, for its days only', () => {
    const book = priceBook({
      overrides: [
        acme,
        { ...acme, id: 'own/opus', model: 'claude-opus-5-5', validTo: '2026-11-01', rates: { input: '3.5' } },
      ],
    });
    expect(usd(book, { model: 'acme-router-v2', ...million })).toBe(1);
    expect(usd(book, { model: 'claude-opus-5-5', ...million })).toBe(3.5);
    expect(usd(book, { model: 'claude-opus-5-5', ...million, atMs: Date.UTC(2026, 10, 1) })).toBe(4);
    expect(usd(book, { model: 'claude-opus-5-5', ...million, serviceTier: 'batch' })).toBe(2);
    expect(usd(priceBook(), { model: 'acme-router-v2', ...million })).toBeNull();
  });

  it("lets a host's prefix override a whole family of shipped models", () => {
    const family = { ...acme, id: 'own/claude', model: 'own-claude', match: { prefixes: ['claude-'] } };
    const book = priceBook({ overrides: [family] });
    expect(usd(book, { model: 'claude-opus-4-6', ...million })).toBe(1);
    expect(usd(book, { model: 'gpt-5', ...million })).toBe(1.25);
  });

  describe('takes the most specific seller', () => {
    const sold = (provider: string, input: string, validFrom = '2026-01-01'): PriceRow => ({
      ...acme,
      id: `own/${provider}`,
      provider,
      model: 'gpt-5',
      validFrom,
      rates: { input },
    });
    const prices = (rows: readonly PriceRow[]) => {
      const book = priceBook({ overrides: rows });
      return ['azure', 'openai', 'acme-cloud'].map((provider) => usd(book, { model: 'gpt-5', provider, ...million }));
    };
    const days = ['2026-01-01', '2026-06-01'];
    const dates = days.flatMap((a) => days.flatMap((b) => days.map((c): [string, string, string] => [a, b, c])));
    it.each(dates)('with rows valid from %s, %s and %s, in any order', (azure, openai, anyone) => {
      const [a, b, c] = [sold('azure', '7', azure), sold('openai', '8', openai), sold('', '9', anyone)];
      for (const rows of [
        [a, b, c],
        [a, c, b],
        [b, a, c],
        [b, c, a],
        [c, a, b],
        [c, b, a],
      ]) {
        // A closed model costs its publisher's price at whoever is not known.
        expect(prices(rows)).toEqual([7, 8, 8]);
      }
    });
    it('by a beginning of the name, too, and only while its price holds', () => {
      const family = { ...sold('azure', '7'), model: 'own-gpt', match: { prefixes: ['gpt-'] } };
      expect(prices([sold('openai', '8'), family])).toEqual([7, 8, 8]);
      expect(prices([sold('openai', '8'), { ...family, validTo: '2026-10-01' }])).toEqual([8, 8, 8]);
    });
  });

  it('takes a price of nothing for what is asked of its publisher, and the price of a host or a platform as it is', () => {
    const offered = (fields: Partial<PriceRow>, as: 'rows' | 'overrides' = 'rows') => {
      const row = { ...acme, provider: 'google', rates: { input: '0', output: '0' }, ...fields };
      const book = priceBook({ rows: [], [as]: [row] });
      const sellers = ['google', '', 'openrouter', 'azure'];
      return sellers.map((provider) => usd(book, { model: acme.model, provider, ...million }));
    };
    expect(offered({})).toEqual([0, null, null, null]);
    expect(offered({}, 'overrides')).toEqual([0, 0, 0, 0]);
    expect(offered({ provider: 'azure' })).toEqual([null, null, null, 0]);
    expect(offered({ provider: '' })).toEqual([0, 0, 0, 0]);
    // Only what is free both ways is given away.
    expect(offered({ rates: { input: '0', output: '1' } })).toEqual([0, 0, 0, 0]);
    expect(offered({ rates: { input: '1', output: '0' } })).toEqual([1, 1, 1, 1]);
  });

  it('takes the price of whoever else sells a model for requests that name the seller, as provider or by route', () => {
    const row = (id: string, provider: string, input: string) => ({
      ...acme,
      id,
      provider,
      model: 'gpt-5',
      rates: { input },
    });
    const overrides = [row('a', 'acme-cloud', '1'), row('b', 'github-copilot', '0'), row('c', 'openai', '5')];
    const book = priceBook({ rows: [], overrides });
    const usdOf = (provider: string, model: string) => usd(book, { provider, model, ...million });
    expect(['', 'openai', 'acme-cloud', 'github-copilot'].map((provider) => usdOf(provider, 'gpt-5'))).toEqual([
      5, 5, 1, 0,
    ]);
    expect(['openai/gpt-5', 'acme-cloud/gpt-5', 'acme-cloud/openai/gpt-5'].map((id) => usdOf('', id))).toEqual([
      5, 1, 1,
    ]);
    expect(usd(priceBook({ rows: overrides.slice(0, 2) }), { model: 'gpt-5', ...million })).toBeNull();
  });

  it('answers alike in any order of its rows', () => {
    const twin = { ...acme, id: 'acme/twin', rates: { input: '5' } };
    const [one, other] = [priceBook({ rows: [acme, twin] }), priceBook({ rows: [twin, acme] })];
    expect(one.id).toBe(other.id);
    const request = { model: 'acme-router-v2', ...million };
    expect([usd(one, request), usd(other, request)]).toEqual([5, 5]);
  });

  it('prefers a row written by hand to a generated one, for the days on which it holds', () => {
    const generated = {
      ...acme,
      id: 'gen',
      knownFrom: '2026-09-01',
      origin: 'generated',
      rates: { input: '9' },
    } as const;
    const book = priceBook({ rows: [generated, { ...acme, validTo: '2026-11-01' }] });
    expect(usd(book, { model: 'acme-router-v2', ...million })).toBe(1);
    expect(usd(book, { model: 'acme-router-v2', ...million, atMs: Date.UTC(2026, 10, 1) })).toBe(9);
  });

  it('takes the longest beginning of a name', () => {
    const begun = (id: string, prefix: string, input: string) => ({
      ...acme,
      id,
      model: id,
      match: { prefixes: [prefix] },
      rates: { input },
    });
    const book = priceBook({ rows: [begun('long', 'acme-pro-', '7'), begun('short', 'acme-', '3')] });
    expect(usd(book, { model: 'acme-pro-9', ...million })).toBe(7);
    expect(usd(book, { model: 'acme-mini', ...million })).toBe(3);
  });

  it('finds rows by any spelling of their model', () => {
    const book = priceBook({ rows: [{ ...acme, model: 'claude-3.5-sonnet' }] });
    expect(usd(book, { model: 'claude-3-5-sonnet-20241022', ...million })).toBe(1);
  });

  it('is exact about the first and last moment of a price', () => {
    const rows = [acme, { ...acme, id: 'acme/later', validFrom: '2026-03-13', rates: { input: '7' } }];
    const book = priceBook({ rows });
    const at = (atMs: number): number | null => usd(book, { model: 'acme-router-v2', ...million, atMs });
    expect(at(Date.UTC(2026, 0, 1) - 1)).toBeNull();
    expect(at(Date.UTC(2026, 0, 1))).toBe(1);
    expect(at(Date.UTC(2026, 2, 13) - 1)).toBe(1);
    expect(at(Date.UTC(2026, 2, 13))).toBe(7);
  });

  it.each([
    ['2026-03-08T00:00Z', '2026-03-08'],
    ['2026-03-08', '2026-03-08T00:00Z'],
  ])('takes the later known of two prices of one instant, written as %s and %s', (first, corrected) => {
    const mistaken = { ...acme, id: 'acme/mistaken', validFrom: first, knownFrom: '2026-03-01', rates: { input: '9' } };
    const right = { ...acme, id: 'acme/a', validFrom: corrected, knownFrom: '2026-03-20', rates: { input: '1' } };
    const asked = { model: 'acme-router-v2', ...million, atMs: Date.UTC(2026, 2, 10) };
    expect(usd(priceBook({ rows: [mistaken, right] }), asked)).toBe(1);
  });

  it('knows that an announced rise was withdrawn', () => {
    const book = priceBook();
    const cost = costOf(costQuery({ model: 'claude-sonnet-5', ...million, atMs: Date.UTC(2026, 8, 2) }), book);
    expect(cost.nanoUsd).toBe(2e9);
    expect(cost.priceId).toBe('anthropic/claude-sonnet-5@2026-09-01/2026-08-10');
    const announced = book.rows.filter(({ knownFrom }) => knownFrom < '2026-08-10');
    expect(
      usd(priceBook({ rows: announced }), { model: 'claude-sonnet-5', ...million, atMs: Date.UTC(2026, 8, 2) }),
    ).toBe(3);
  });

  it('finds rows by any spelling of their tier and residency', () => {
    const variant = { serviceTier: 'Batch', speed: 'FAST', residency: ['US'] };
    const book = priceBook({ rows: [{ ...acme, ...variant }] });
    const asked = { model: 'acme-router-v2', ...million, serviceTier: 'batch', speed: 'fast', residency: 'us' };
    expect([usd(book, asked), usd(book, { ...asked, ...variant, residency: 'US' })]).toEqual([1, 1]);
    expect(usd(book, { ...asked, serviceTier: 'flex' })).toBeNull();
  });

  it('reports rates that are finer than a pico-USD and rounds them half even', () => {
    const rows = [{ ...acme, rates: { input: '0.0000025', output: '2', cacheRead: '0.0000035' } }];
    expect(priceBook({ rows }).roundedRates).toEqual([
      { rowId: 'acme/router', bucket: 'input', usd: '0.0000025', pico: 2n },
      { rowId: 'acme/router', bucket: 'cacheRead', usd: '0.0000035', pico: 4n },
    ]);
  });

  it.each([
    ['a price that is no decimal', { rates: { input: '-1' } }],
    ['a date that is none', { validFrom: '2026-3-1' }],
    ['a date that does not exist', { validFrom: '2026-02-31' }],
    ['a period that is empty', { validTo: '2026-01-01' }],
    [
      'tiers out of order',
      {
        tiers: [
          { promptOver: 9, rates: {} },
          { promptOver: 5, rates: {} },
        ],
      },
    ],
    ['a fee that is no decimal', { fees: { webSearch: 'ten' } }],
    ['a rate that has no name', { rates: { inputt: '1' } as object }],
    ['one in a tier', { tiers: [{ promptOver: 9, rates: { out: '1' } as object }] }],
    [
      'one in a time band',
      { timeBands: [{ windows: [{ start: '01:00', end: '02:00' }], rates: { out: '1' } as object }] },
    ],
    ['rates that are none', { rates: null as unknown as object }],
    ['a fee that has no name', { fees: { websearch: '1' } as object }],
    ['a match that has no name', { match: { alias: 'x' } as object }],
    ['a quarter hour since which it is known', { knownFrom: '2026-01-01T16:00Z' }],
    ['a beginning with a route', { match: { prefixes: ['acme/router'] } }],
    ['a time band without windows', { timeBands: [{ windows: [], rates: { input: '1' } }] }],
    ['a residency of nobody', { residency: [] }],
    ['the standard tier by a name', { serviceTier: 'standard' }],
    ['standard speed by a name', { speed: 'default' }],
    ['the standard tier in capitals', { serviceTier: 'STANDARD' }],
    ['a provider that is written otherwise', { provider: 'Anthropic' }],
    ['another name of a publisher', { provider: 'x-ai' }],
    ['a provider that is none', { provider: undefined as unknown as string }],
    ['no model', { model: ' ' }],
    ['a route without a model', { model: 'acme/' }],
  ])('refuses %s', (_, fields) => {
    const wrong = () => priceBook({ rows: [{ ...acme, ...fields }] });
    const message = expect.stringContaining("'acme/router'");
    expect(wrong).toThrow(expect.objectContaining({ code: 'invalid_argument', message }));
  });

  it('says how a provider is written', () => {
    const wrong = (provider: string) => () => priceBook({ rows: [{ ...acme, provider }] });
    expect(wrong('x-ai')).toThrow("no request is billed by 'x-ai': write 'xai'");
    expect(wrong('zhipuai')).toThrow("write 'zai' and residency ['cn']");
  });

  it('refuses a row without an id, and says whose it is', () => {
    expect(() => priceBook({ overrides: [{ ...acme, id: '' }] })).toThrow(/of '' for 'acme-router-v2' has no id/);
  });

  it.each(['azure', 'gcp.vertex_ai', 'anthropic', 'groq', ''])("takes the provider '%s'", (provider) => {
    const book = priceBook({ rows: [{ ...acme, provider }] });
    expect(usd(book, { model: 'acme-router-v2', provider, ...million })).toBe(1);
  });

  it('refuses two rows with one id', () => {
    expect(() => priceBook({ rows: [acme, acme] })).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it('prices nothing when it is empty', () => {
    const book = priceBook({ rows: [] });
    expect(book.knownUntil).toBe('');
    expect(book.match(costQuery({ model: 'gpt-5' })).row).toBeNull();
  });
});
