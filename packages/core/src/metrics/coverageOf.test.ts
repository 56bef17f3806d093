import { describe, expect, it } from 'vitest';

import type { RollupMeasures, RollupRow } from '../model/Rollup.ts';
import { coverageOf } from './coverageOf.ts';

const usage = (model: string, basis: string, quality: string, measures: RollupMeasures, sumPrice = ''): RollupRow => ({
  bucket: 0,
  key: [model, basis, quality, sumPrice],
  measures,
});
const nowhere = { firstMs: null, lastMs: null };

describe('coverageOf', () => {
  it('lists models without a price, most tokens first', () => {
    const none = (model: string, requests: bigint, tokens: bigint) =>
      usage(model, 'unpriced', 'final', { requests, unpricedRequests: requests, unpricedTokens: tokens });
    const coverage = coverageOf(
      { usage: [none('b', 1n, 5n), none('c', 1n, 9n), none('a', 1n, 5n), none('b', 2n, 0n)] },
      nowhere,
    );
    expect(coverage.unpriced).toEqual([
      { model: 'c', requests: 1, tokens: 9 },
      { model: 'b', requests: 3, tokens: 5 },
      { model: 'a', requests: 1, tokens: 5 },
    ]);
    expect(coverage).toMatchObject({ requests: 5, unpricedRequests: 5, unpricedTokens: 19 });
  });

  it('amounts per basis add up to the total', () => {
    const rows = [
      usage('m', 'list-price', 'final', { requests: 1n, costPico: 600n }),
      usage('m', 'recorded', 'final', { requests: 2n, costPico: 600n }),
      usage('x', 'unpriced', 'final', { requests: 4n, unpricedRequests: 4n }),
    ];
    expect(coverageOf({ usage: rows }, nowhere).basis).toEqual({
      recorded: { requests: 2, usd: 1e-9 },
      'list-price': { requests: 1, usd: 0 },
      subscription: { requests: 0, usd: 0 },
      unpriced: { requests: 4, usd: 0 },
    });
  });

  it('tells how much of the amounts is assumed, as a part of their bases', () => {
    const rows = [
      usage('m', 'list-price', 'final', { requests: 1n, costPico: 600n }),
      usage('m', 'list-price', 'final', { requests: 2n, costPico: 600n }, 'assumed'),
      usage('n', 'list-price', 'partial', { requests: 4n, costPico: 600n }, 'assumed'),
      usage('m', 'subscription', 'final', { requests: 8n, costPico: 2600n }, 'assumed'),
      usage('m', 'subscription', 'final', { requests: 16n, costPico: 9000n }, 'recorded'),
      usage('m', 'recorded', 'final', { requests: 32n, costPico: 600n }),
    ];
    const { basis, assumed } = coverageOf({ usage: rows }, nowhere);
    expect([basis['list-price'].usd, basis.subscription.usd]).toEqual([2e-9, 11e-9]);
    expect(assumed).toEqual({ requests: 14, usd: 3e-9 });
    expect(coverageOf({ usage: rows.slice(-2) }, nowhere).assumed).toEqual({ requests: 0, usd: 0 });
  });

  it('tells the share of requests with placeholder counts', () => {
    const rows = [
      usage('m', 'list-price', 'partial', { requests: 1n }),
      usage('m', 'list-price', 'final', { requests: 1n }),
      usage('m', 'list-price', 'estimated', { requests: 2n }),
    ];
    expect(coverageOf({ usage: rows }, nowhere)).toMatchObject({ partialRequests: 1, partialShare: 0.25 });
  });

  it('tells what hiding failed sessions left out, and nothing when nothing was hidden', () => {
    const hidden = { bucket: 0, key: [], measures: { requests: 3n, costPico: 2_000_000_000_000n } };
    const rows = { usage: [], excludedUsage: [hidden], excludedSessions: [{ ...hidden, measures: { sessions: 2n } }] };
    expect(coverageOf(rows, nowhere).excluded).toEqual({ sessions: 2, requests: 3, costUsd: 2, reason: 'failed' });
    expect(coverageOf({ usage: [] }, nowhere).excluded).toEqual({ sessions: 0, requests: 0, costUsd: 0, reason: null });
  });

  it('of nothing is all zeros', () => {
    expect(coverageOf({ usage: [] }, nowhere)).toMatchObject({
      requests: 0,
      partialShare: 0,
      unpriced: [],
      dataFrom: null,
      dataTo: null,
    });
  });
});
