import { expect, it } from 'vitest';

import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import { request, session } from '../testing/steadyUsage.ts';
import { joinedRequest, joinedSession, orderedRequest, orderedSession } from './joinRecords.ts';

const ordered = (of: Partial<RequestRecord>) =>
  orderedRequest('x', request('r', 's', 5, { inputTokens: 0, outputTokens: 0, ...of }));
const joined = (a: Partial<RequestRecord>, b: Partial<RequestRecord>): RequestRecord =>
  joinedRequest(ordered(a), ordered(b));

it('a copy without the split of cache writes never doubles them', () => {
  const split = { cacheWrite1hTokens: 1000 };
  const unsplit = { cacheWrite5mTokens: 1000 };
  expect(joined(split, unsplit)).toMatchObject({ cacheWrite5mTokens: 0, cacheWrite1hTokens: 1000 });
  expect(joined(unsplit, split)).toMatchObject({ cacheWrite5mTokens: 0, cacheWrite1hTokens: 1000 });
});

it('the final copy wins over the placeholder, the earliest time stays', () => {
  expect(joined({ quality: 'partial', outputTokens: 1, atMs: 5 }, { outputTokens: 240, atMs: 9 })).toMatchObject({
    quality: 'final',
    outputTokens: 240,
    atMs: 5,
  });
});

it('an estimate says more than a part, and the final copy more than an estimate', () => {
  expect(joined({ quality: 'partial' }, { quality: 'estimated' }).quality).toBe('estimated');
  expect(joined({ quality: 'estimated' }, { quality: 'partial' }).quality).toBe('estimated');
  expect(joined({ quality: 'final' }, { quality: 'estimated' }).quality).toBe('final');
});

it('the copy with the smaller claim names session and model', () => {
  expect(joined({ claim: 9, session: 'fork', model: 'b' }, { claim: 1, session: 'own', model: 'a' })).toMatchObject({
    session: 'own',
    model: 'a',
  });
});

it('the time that model calls took is the longest that a copy states; 0 ms is a statement, and silence is none', () => {
  const apiMs = (...copies: Partial<SessionRecord>[]): number | undefined =>
    copies.map((of) => orderedSession('x', session('s', 0, of))).reduce(joinedSession).apiMs;
  expect(apiMs({ apiMs: 900 }, {}, { apiMs: 1200, claim: 9 }, { apiMs: 30 })).toBe(1200);
  expect(apiMs({ apiMs: 30 }, { apiMs: 1200, claim: 9 }, {}, { apiMs: 900 })).toBe(1200);
  expect(apiMs({}, { apiMs: 0 })).toBe(0);
  expect(apiMs({}, {})).toBeUndefined();
});
