import { expect, it } from 'vitest';

import { requestRecords } from './requestRecords.ts';
import { responseUsage } from './responseUsage.ts';

it('cache writes whose parts are more than their total are their parts', () => {
  const split = { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 10 };
  const usage = { input_tokens: 1, output_tokens: 2, cache_creation: split };
  const writes = (total: number) => {
    const { tokens } = responseUsage({ ...usage, cache_creation_input_tokens: total }, 'm') ?? {};
    return [tokens?.cacheWrite5mTokens, tokens?.cacheWrite1hTokens];
  };
  expect([5, 13, 20].map(writes)).toEqual([
    [3, 10],
    [3, 10],
    [10, 10],
  ]);
});

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
