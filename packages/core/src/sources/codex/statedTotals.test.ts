import fc from 'fast-check';
import { expect, it } from 'vitest';

import { CodexParser } from './parse.ts';

const at = '2026-03-08T07:05:00.000Z';

/** What a response can leave behind: a usage record with the total of the thread or without, and a count. */
const response = (name: string, input: number, after: number) => {
  const [usage, total] = [{ input_tokens: input }, { input_tokens: after }];
  const record = { thread_id: 't', response_id: name, usage };
  const counted = { type: 'token_count', info: { last_token_usage: usage, total_token_usage: total } };
  return {
    record: { timestamp: at, type: 'token_usage_record', payload: { ...record, thread_token_usage: total } },
    bare: { timestamp: at, type: 'token_usage_record', payload: record },
    count: { timestamp: at, type: 'event_msg', payload: counted },
  };
};
const [first, second] = [response('r1', 100, 100), response('r2', 50, 150)];
const [fallen, again] = [response('r3', 30, 30), response('r4', 70, 100)];

const third = response('r5', 20, 170);
const foreign = (of: { record: { payload: object } }): object => ({
  ...of.record,
  payload: { ...of.record.payload, thread_id: 'child' },
});
const child = foreign(response('x1', 4000, 5000));

const meta = { timestamp: at, type: 'session_meta', payload: { id: 't' } };

/** Keys and input of the requests in a thread, read at once or each line by a parser that goes on from the state before. */
function parsed(lines: readonly object[], inPieces: boolean): [key: string, input: number][] {
  let parser = new CodexParser('a.jsonl', undefined, () => {});
  return [meta, ...lines].flatMap((line, i) => {
    parser.line(line as Record<string, unknown>, i + 1);
    const { requests } = parser.taken();
    if (inPieces) parser = new CodexParser('a.jsonl', parser.state(), () => {});
    return requests.map((r): [string, number] => [r.key, r.inputTokens]);
  });
}
const inputs = (found: readonly [key: string, input: number][]): number[] => found.map(([, input]) => input);

it.each<[string, object[]]>([
  ['two records, then their two counts', [first.record, second.record, first.count, second.count]],
  ['two records, then the last count', [first.record, second.record, second.count]],
  ['two counts, then their two records', [first.count, second.count, first.record, second.record]],
  [
    'a count, a record, the count again, the count of the record',
    [first.count, second.record, first.count, second.count],
  ],
  ['a pair, the count again, a pair', [first.record, first.count, first.count, second.record, second.count]],
  ['two records without totals, then their counts', [first.bare, second.bare, first.count, second.count]],
])('%s are two responses, read at once or in pieces', (_, lines) => {
  expect(inputs(parsed(lines, false))).toEqual([100, 50]);
  expect(parsed(lines, true)).toEqual(parsed(lines, false));
});

it.each<[string, object[]]>([
  ['counts', [first.count, second.count, fallen.count, again.count, again.count]],
  [
    'counts, of which the first two had usage records',
    [first.record, first.count, second.record, second.count, fallen.count, again.count, again.count],
  ],
  ['records beside their counts', [first, second, fallen, again].flatMap((of) => [of.record, of.count])],
  ['counts beside their records', [first, second, fallen, again].flatMap((of) => [of.count, of.record])],
  ['records', [first.record, second.record, fallen.record, again.record]],
  ['counts, then records', [first.count, second.count, fallen.record, fallen.count, again.record, again.count]],
  ['records, then counts', [first.record, second.record, fallen.record, again.count, again.count]],
])('%s whose total fell and reached the same number again are four responses', (_, lines) => {
  const found = parsed(lines, false);
  expect(inputs(found)).toEqual([100, 50, 30, 70]);
  expect(new Set(found.map(([key]) => key)).size).toBe(4);
  expect(parsed(lines, true)).toEqual(found);
});

it('a count without usage of its own is what its total has more than the latest, which a late count does not change', () => {
  const info = { total_token_usage: { input_tokens: 180 } };
  const bare = { timestamp: at, type: 'event_msg', payload: { type: 'token_count', info } };
  const lines = [first.record, second.record, first.count, bare];
  expect(inputs(parsed(lines, false))).toEqual([100, 50, 30]);
  expect(parsed(lines, true)).toEqual(parsed(lines, false));
});

it('a total of another thread is no fall of this one', () => {
  const lines = [first.record, second.record, foreign(fallen), first.count, second.count];
  for (const inPieces of [false, true]) expect(inputs(parsed(lines, inPieces))).toEqual([100, 50]);
});

it('a record of another thread counts there, not here', () => {
  const foreign = { ...first.record, payload: { ...first.record.payload, thread_id: 'parent' } };
  for (const inPieces of [false, true]) expect(inputs(parsed([foreign, second.record], inPieces))).toEqual([50]);
});

it.each<[string, object[], number]>([
  ['before the next own one', [first.record, child, second.record, first.count, second.count], 150],
  ['between a count and its record', [first.count, child, second.record, first.record, second.count], 150],
  ['between an own pair and a late one', [second.record, second.count, child, first.record, first.count], 150],
])('a larger total of another thread makes no fall of the own ones: %s', (_, lines, sum) => {
  for (const inPieces of [false, true])
    expect(inputs(parsed(lines, inPieces)).reduce((all, input) => all + input, 0)).toBe(sum);
});

it.each<[string, object[], number[]]>([
  ['of two', [second.record, first.record, first.count, second.count], [50, 100]],
  ['of three', [first.record, third.record, second.record, first.count, second.count, third.count], [100, 20, 50]],
  ['the first of three', [third.record, second.record, first.record, third.count, second.count], [20, 50, 100]],
])('a record that comes late is no fall: %s', (_, lines, expected) => {
  const next = response('r6', 10, 180).count;
  for (const inPieces of [false, true]) {
    const found = parsed([...lines, next], inPieces);
    expect(inputs(found)).toEqual([...expected, 10]);
    expect(found.at(-1)?.[0]).toBe('t#180/0/0/0/0#0');
  }
});

it('a count without usage of its own is what its total has more than the largest, which a late record does not change', () => {
  const info = { total_token_usage: { input_tokens: 180 } };
  const bare = { timestamp: at, type: 'event_msg', payload: { type: 'token_count', info } };
  for (const late of [
    [first.record, third.record, second.record],
    [first.count, second.count, third.count, second.record],
  ]) {
    for (const inPieces of [false, true]) expect(inputs(parsed([...late, bare], inPieces)).at(-1)).toBe(10);
  }
});

it('records and counts of a thread in any order, with records of others between them, are each response once', () => {
  const usages = [100, 50, 20, 7, 300, 1];
  const responses = usages.map((input, i) =>
    response(
      `r${i}`,
      input,
      usages.slice(0, i + 1).reduce((sum, before) => sum + before, 0),
    ),
  );
  const lines = [...responses.flatMap(({ record, count }) => [record, count]), child, foreign(fallen)];
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (order) => {
      const found = parsed(order, false);
      const byNumber = (a: number, b: number): number => a - b;
      expect(inputs(found).toSorted(byNumber)).toEqual(usages.toSorted(byNumber));
      expect(parsed(order, true)).toEqual(found);
    }),
    { numRuns: 200 },
  );
});
