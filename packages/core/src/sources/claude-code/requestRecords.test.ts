import { expect, it } from 'vitest';

import { requestRecords } from './requestRecords.ts';

it('searches of a response are billed once, not with its advisor again', () => {
  const message = {
    id: 'msg_1',
    model: 'claude-opus-5',
    stop_reason: 'end_turn',
    usage: {
      input_tokens: 1,
      output_tokens: 2,
      server_tool_use: { web_search_requests: 2 },
      iterations: [{ type: 'advisor_message', model: 'claude-fable-5', input_tokens: 5, output_tokens: 6 }],
    },
  };
  const place = { session: 's', atMs: 1, claim: 1, main: true, position: 0 };
  const records = requestRecords({ requestId: 'req_1' }, message, place);
  expect(records?.map(({ model, webSearchRequests, inputTokens }) => [model, webSearchRequests, inputTokens])).toEqual([
    ['claude-opus-5', 2, 1],
    ['claude-fable-5', 0, 5],
  ]);
});

it('a compaction is a request of its own, so that its prompt is none of the response; neither is the speed of an advisor', () => {
  const tokens = (input: number) => ({ input_tokens: input, output_tokens: 1 });
  const message = (...types: string[]) => ({
    id: 'msg_1',
    model: 'claude-opus-5',
    usage: {
      ...tokens(15),
      speed: 'fast',
      service_tier: 'priority',
      server_tool_use: { web_search_requests: 2 },
      iterations: [
        { type: 'compaction', ...tokens(90), cache_read_input_tokens: 400 },
        { type: 'compaction', ...tokens(80) },
        { type: 'advisor_message', model: 'claude-fable-5', ...tokens(5) },
        { type: 'advisor_message', speed: 'fast', ...tokens(6) },
        ...types.map((type) => ({ type, ...tokens(15) })),
      ],
    },
  });
  const place = { session: 's', atMs: 1, claim: 7, main: false, position: 0 };
  const read = (...types: string[]) =>
    requestRecords({ requestId: 'req_1' }, message(...types), place)?.map((r) => {
      expect(r).toMatchObject({ claim: 7, quality: 'partial', serviceTier: 'priority', requestCount: 1 });
      return [r.key, r.model, r.kind, r.speed, r.inputTokens, r.cacheReadTokens, r.webSearchRequests];
    });
  const own = ['msg_1', 'claude-opus-5', 'subagent', 'fast', 15, 0, 2];
  const advisors = [
    ['msg_1#advisor0', 'claude-fable-5', 'advisor', '', 5, 0, 0],
    ['msg_1#advisor1', 'claude-opus-5', 'advisor', 'fast', 6, 0, 0],
  ];
  expect(read('message')).toEqual([
    own,
    ['msg_1#compaction0', 'claude-opus-5', 'subagent', 'fast', 90, 400, 0],
    ['msg_1#compaction1', 'claude-opus-5', 'subagent', 'fast', 80, 0, 0],
    ...advisors,
  ]);
  expect(read('fallback_message')).toEqual([own, ...advisors]);
});

it('a call that was paused before the one that its response ends with is a request of its own, with what is hidden in it', () => {
  const paused = {
    usage: {
      input_tokens: 1000,
      output_tokens: 500,
      cache_read_input_tokens: 20_000,
      service_tier: 'priority',
      server_tool_use: { web_search_requests: 3 },
      iterations: [{ type: 'compaction', input_tokens: 90, output_tokens: 4 }],
    },
    requestId: 'req_1',
    resumedRequestId: 'req_2',
  };
  const message = { id: 'msg_1', model: 'claude-opus-5', usage: { input_tokens: 10, output_tokens: 50 } };
  const place = { session: 's', atMs: 1, claim: 7, main: true, position: 0 };
  const read = (pausedResponses: unknown, of: object = {}) =>
    requestRecords({ requestId: 'req_2', ...of }, { ...message, pausedResponses }, place)?.map((r) => {
      expect(r).toMatchObject({ model: 'claude-opus-5', claim: 7, requestCount: 1 });
      return [r.key, r.quality, r.serviceTier, r.inputTokens, r.outputTokens, r.cacheReadTokens, r.webSearchRequests];
    });
  const own = ['msg_1', 'partial', '', 10, 50, 0, 0];
  expect(read([paused], { isUnmetered: true })?.map(([key]) => key)).toEqual([
    'msg_1#paused0',
    'msg_1#paused0#compaction0',
  ]);
  expect(read([paused, {}, { usage: { input_tokens: 5, output_tokens: 6 } }])).toEqual([
    own,
    ['msg_1#paused0', 'final', 'priority', 1000, 500, 20_000, 3],
    ['msg_1#paused0#compaction0', 'final', 'priority', 90, 4, 0, 0],
    ['msg_1#paused2', 'final', '', 5, 6, 0, 0],
  ]);
  for (const none of [undefined, [], {}, 'x', [null, 'x']]) expect(read(none)).toEqual([own]);
  expect(read([{ usage: { input_tokens: -1 } }])).toBeUndefined();
});

it('a stated cost is kept to the nano-dollar, as it is written', () => {
  const place = { session: 's', atMs: 1, claim: 1, main: true, position: 0 };
  const costOf = (costUSD: unknown) =>
    requestRecords({ costUSD }, { model: 'm', usage: { input_tokens: 1 } }, place)?.[0]?.recordedNanoUsd;
  expect([8.2, 0, -1, 1e6, '1'].map(costOf)).toEqual([8_200_000_000, 0, undefined, undefined, undefined]);
});
