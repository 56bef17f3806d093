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

it('a record of another thread counts there, not here', () => {
  const foreign = { ...first.record, payload: { ...first.record.payload, thread_id: 'parent' } };
  for (const inPieces of [false, true]) expect(inputs(parsed([foreign, second.record], inPieces))).toEqual([50]);
});

it('a record of another thread says nothing of the events of this one', () => {
  const own = response('r1', 80, 80);
  const others = Array.from({ length: 17 }, (_, i) => foreign(response(`x${i}`, 80, 80 + i)));
  for (const inPieces of [false, true]) {
    expect(inputs(parsed([...others, own.count], inPieces))).toEqual([80]);
    expect(inputs(parsed([own.record, ...others, own.count], inPieces))).toEqual([80]);
  }
});

it.each<[string, object[], number]>([
  ['before the next own one', [first.record, child, second.record, first.count, second.count], 150],
  ['between a count and its record', [first.count, child, second.record, first.record, second.count], 150],
  ['a smaller one', [first.record, second.record, foreign(fallen), first.count, second.count], 150],
  ['between an own pair and a late one', [second.record, second.count, child, first.record, first.count], 150],
])('a total of another thread makes no fall of the own ones: %s', (_, lines, sum) => {
  for (const inPieces of [false, true])
    expect(inputs(parsed(lines, inPieces)).reduce((all, input) => all + input, 0)).toBe(sum);
});

it.each<[string, object[], number[]]>([
  ['of two', [second.record, first.record, first.count, second.count], [50, 100]],
  ['of three', [first.record, third.record, second.record, first.count, second.count, third.count], [100, 20, 50]],
  [
    'the first of three, behind the last',
    [first.record, second.record, third.record, third.count, first.count],
    [100, 50, 20],
  ],
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

/** A thread whose usage records count from another beginning than its events: `recorded` is their total. */
const apart = (name: string, input: number, after: number, recorded: number) => {
  const of = response(name, input, after);
  const payload = { ...of.record.payload, thread_token_usage: { input_tokens: recorded } };
  return { record: { ...of.record, payload }, count: of.count };
};
const turn = (turn_id: string): object => ({ timestamp: at, type: 'turn_context', payload: { turn_id } });
/** A count of an unchanged total, as a compaction leaves behind. */
const retold = (total: number): object => {
  const info = {
    last_token_usage: { input_tokens: 0, total_tokens: 5000 },
    total_token_usage: { input_tokens: total },
  };
  return { timestamp: at, type: 'event_msg', payload: { type: 'token_count', info } };
};
const compaction = apart('c', 80, 0, 230).record;
const [after, last] = [apart('r6', 60, 210, 290), apart('r7', 9, 219, 299)];
const pairs = [first, second].flatMap((of) => [of.record, of.count]);

it.each<[string, object[], number[]]>([
  [
    'after a compaction, which is in the counter of the records only',
    [...pairs, compaction, retold(150), after.record, after.count, last.record, last.count],
    [100, 50, 80, 60, 9],
  ],
  [
    'after a compaction, each count before its record',
    [...pairs, compaction, after.count, after.record, last.count, last.record],
    [100, 50, 80, 60, 9],
  ],
  [
    'after a compaction, one told in the next turn because its own was interrupted',
    [turn('a'), ...pairs, compaction, retold(150), after.record, turn('b'), after.count, last.record, last.count],
    [100, 50, 80, 60, 9],
  ],
  [
    'of a thread that is older than records, whose counter begins with the first of them',
    [
      turn('a'),
      first.count,
      second.count,
      turn('b'),
      ...[apart('r3', 60, 210, 60), apart('r4', 9, 219, 69)].flatMap((of) => [of.record, of.count]),
    ],
    [100, 50, 60, 9],
  ],
  [
    'of such a thread in which a response has the usage of an earlier one',
    [turn('a'), first.count, second.count, turn('b'), apart('r3', 50, 200, 50).record, apart('r3', 50, 200, 50).count],
    [100, 50, 50],
  ],
  [
    'of such a thread, interrupted before the count',
    [turn('a'), first.count, second.count, turn('b'), apart('r3', 50, 200, 50).record],
    [100, 50, 50],
  ],
  [
    'of the same usage, of which one was interrupted',
    [...pairs, apart('r3', 50, 200, 200).record, apart('r4', 50, 250, 250).record, apart('r4', 50, 250, 250).count],
    [100, 50, 50, 50],
  ],
  [
    'of which a compaction has the usage and the total of the one before',
    [first.record, first.count, response('c', 100, 100).record],
    [100, 100],
  ],
])('a response counts once though the totals of records and counts differ: %s', (_, lines, expected) => {
  for (const inPieces of [false, true]) expect(inputs(parsed(lines, inPieces))).toEqual(expected);
});

it("two responses of a subagent with a copy of its parent's counts, but not of its records, count once each", () => {
  const [parent, own] = ['019d0000-0000-7000-8000-000000000001', '019d7e2f-0000-7000-8000-000000000001'];
  const [old, younger] = ['019d0001-0000-7000-8000-000000000002', '019d7e30-0000-7000-8000-000000000002'];
  const line = (of: { record: { payload: object } }): object => ({
    ...of.record,
    payload: { ...of.record.payload, thread_id: own },
  });
  const spawned = {
    timestamp: at,
    type: 'session_meta',
    payload: { id: own, parent_thread_id: parent, forked_from_id: parent },
  };
  // The first has the usage of the parent's first, and so the same total of records as that one's of counts.
  const [one, two] = [apart('r3', 100, 250, 100), apart('r4', 70, 320, 170)];
  const lines = [turn(old), first.count, second.count, turn(younger), line(one), one.count, line(two), two.count];
  const found = lines.flatMap((_, cut) => {
    let parser = new CodexParser('a.jsonl', undefined, () => {});
    return [
      [spawned, ...lines].flatMap((text, i) => {
        parser.line(text as Record<string, unknown>, i + 1);
        const { requests } = parser.taken();
        if (i === cut) parser = new CodexParser('a.jsonl', parser.state(), () => {});
        return requests.map((r) => r.key);
      }),
    ];
  });
  expect(found).toEqual(lines.map(() => [`${own}#r3`, `${own}#r4`]));
});

it.each([0, 4000])(
  'records and counts of a thread in any order, with records of others between them and %i tokens of a compaction, are each response once',
  (compacted) => {
    const usages = [100, 50, 20, 7, 300, 1];
    const responses = usages.map((input, i) => {
      const total = usages.slice(0, i + 1).reduce((sum, before) => sum + before, 0);
      return apart(`r${i}`, input, total, i < 3 ? total : total + compacted);
    });
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
  },
);

it('a usage record of no tokens is no response, as its count is none', () => {
  const none = response('r3', 0, 150);
  for (const inPieces of [false, true]) {
    expect(inputs(parsed([...pairs, none.record, none.count], inPieces))).toEqual([100, 50]);
    expect(inputs(parsed([...pairs, none.count, none.record], inPieces))).toEqual([100, 50]);
  }
});

const later = (of: object): object => ({ ...of, timestamp: '2026-03-08T07:06:00.000Z' });
it.each<[string, object[], number[]]>([
  ['of the same usage', [...pairs, response('x', 0, 0).count, later(first.count)], [100, 50, 100]],
  ['of another', [...pairs, fallen.record, fallen.count, response('r4', 120, 150).count], [100, 50, 30, 120]],
  [
    'and then again',
    [...pairs, fallen.record, fallen.count, again.record, again.count, later(fallen.count)],
    [100, 50, 30, 70],
  ],
])('a total that comes again once after the counter fell is that of another response: %s', (_, lines, expected) => {
  for (const inPieces of [false, true]) expect(inputs(parsed(lines, inPieces))).toEqual(expected);
});

it('a context that is full is no response, and its counter begins anew', () => {
  const none = { input_tokens: 0, output_tokens: 0 };
  const info = {
    last_token_usage: { ...none, total_tokens: 252_000 },
    total_token_usage: { ...none, total_tokens: 258_400 },
  };
  const full = { timestamp: at, type: 'event_msg', payload: { type: 'token_count', info } };
  const lines = [first.count, second.count, full];
  for (const inPieces of [false, true]) {
    expect(parsed([full], inPieces)).toEqual([]);
    expect(parsed(lines, inPieces)).toEqual([
      ['t#100/0/0/0/0#0', 100],
      ['t#150/0/0/0/0#0', 50],
    ]);
    expect(parsed([...lines, later(response('r3', 100, 100).count)], inPieces).at(-1)).toEqual([
      't#100/0/0/0/0#1',
      100,
    ]);
  }
});
