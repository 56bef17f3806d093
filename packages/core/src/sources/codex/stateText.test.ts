import fc from 'fast-check';
import { expect, it } from 'vitest';

import { initialState, type OpenCall, type ParserState, type StatedResponse } from './ParserState.ts';
import { stateOf, stateText } from './stateText.ts';

const word = fc.constantFrom('', 'a', 't', 't#a', 'gpt-5');
const thread = {
  session: 't',
  subagent: false,
  forkedFrom: '',
  child: false,
  ownFromOrdinal: null,
  project: '/p',
  provider: 'openai',
  startedMs: 1,
};
const call: fc.Arbitrary<[string, OpenCall]> = fc.tuple(
  word,
  fc.record(
    { key: word, atMs: fc.nat(), tool: word, model: word, hasEnded: fc.constant(true) },
    { requiredKeys: ['key', 'atMs', 'tool', 'model'] },
  ),
);
const usage = fc.constantFrom('1/0/0/1/0', '2/1/0/0/0', '0/0/0/0/0');
const total = fc.constantFrom('', '1/0/0/1/0', '2/0/0/2/0', '3/1/0/1/0', '4/2/0/0/0');
const response: fc.Arbitrary<StatedResponse> = fc.record({
  usage,
  total,
  recorded: total,
  byEvent: fc.boolean(),
  byRecord: fc.boolean(),
  ofTurn: fc.boolean(),
  restarts: fc.nat(3),
});
const state: fc.Arbitrary<ParserState> = fc
  .record({
    id: fc.option(word),
    model: word,
    searches: fc.nat(3),
    settings: fc.record({ model: word, tier: word }),
    calls: fc.array(call, { maxLength: 5 }),
    responses: fc.array(response, { maxLength: 5 }),
  })
  .map(({ id, ...of }) => ({ ...initialState(), ...of, thread: id === null ? null : { id, ...thread } }));

it('a state is read as it was', () => {
  fc.assert(
    fc.property(state, (of) => {
      expect(stateOf(stateText(of))).toEqual(of);
    }),
  );
});

it('a usual call takes little more than its id and its tool, a response that follows another little more than its usage', () => {
  const calls: ParserState['calls'] = [['c1', { key: 't#c1', atMs: 7, tool: 'shell', model: 'm', hasEnded: true }]];
  const both = { byEvent: true, byRecord: true, ofTurn: true, restarts: 0 };
  const responses: StatedResponse[] = [
    { ...both, usage: '1/0/0/1/0', total: '1/0/0/1/0', recorded: '', byRecord: false },
    { ...both, usage: '2/0/0/1/0', total: '3/0/0/2/0', recorded: '3/0/0/2/0' },
    { ...both, usage: '4/0/0/1/0', total: '7/0/0/3/0', recorded: '7/0/0/3/0', restarts: 1 },
    { ...both, usage: '8/0/0/1/0', total: '', recorded: '15/0/0/4/0', byEvent: false, ofTurn: false },
    { ...both, usage: '3/0/0/1/0', total: '10/0/0/4/0', recorded: '18/0/0/5/0' },
  ];
  const text = stateText({ ...initialState(), thread: { id: 't', ...thread }, model: 'm', calls, responses });
  expect(JSON.parse(text)).toMatchObject({
    calls: [['c1', 'shell', 7, 1]],
    responses: [
      ['1/0/0/1/0', 5, 0, '1/0/0/1/0', ''],
      ['2/0/0/1/0', 7, 0, 0],
      ['4/0/0/1/0', 7, 1, 0],
      ['8/0/0/1/0', 2, 0, '', 0],
      ['3/0/0/1/0', 7, 0, '10/0/0/4/0', 0],
    ],
  });
  expect(stateOf(text).responses).toEqual(responses);
});

it('a state of before responses were remembered is none', () => {
  const { responses: _, ...before } = initialState();
  expect(() => stateOf(JSON.stringify({ ...before, stated: [], recorded: [] }))).toThrow(TypeError);
});
