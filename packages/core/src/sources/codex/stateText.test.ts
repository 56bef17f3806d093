import fc from 'fast-check';
import { expect, it } from 'vitest';

import { initialState, type OpenCall, type ParserState, type StatedTotal } from './ParserState.ts';
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
const stated: fc.Arbitrary<StatedTotal> = fc.tuple(word, fc.boolean(), fc.boolean(), word, fc.nat(3));
const state: fc.Arbitrary<ParserState> = fc
  .record({
    id: fc.option(word),
    model: word,
    calls: fc.array(call, { maxLength: 5 }),
    stated: fc.array(stated, { maxLength: 5 }),
  })
  .map(({ id, ...of }) => ({ ...initialState(), ...of, thread: id === null ? null : { id, ...thread } }));

it('a state is read as it was', () => {
  fc.assert(
    fc.property(state, (of) => {
      expect(stateOf(stateText(of))).toEqual(of);
    }),
  );
});

it('a usual call takes little more than its id and its tool, a total that follows another little more than itself', () => {
  const calls: ParserState['calls'] = [['c1', { key: 't#c1', atMs: 7, tool: 'shell', model: 'm', hasEnded: true }]];
  const totals: StatedTotal[] = [
    ['1/0', true, false, '', 0],
    ['2/0', true, true, '1/0', 0],
  ];
  const text = stateText({ ...initialState(), thread: { id: 't', ...thread }, model: 'm', calls, stated: totals });
  expect(JSON.parse(text)).toMatchObject({
    calls: [['c1', 'shell', 7, 1]],
    stated: [
      ['1/0', 1, '', 0],
      ['2/0', 3, 0, 0],
    ],
  });
});
