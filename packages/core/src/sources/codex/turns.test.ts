import { expect, it } from 'vitest';

import { type CodexLine, codexReadings, codexStart } from '../../testing/codexReadings.ts';

const complete = (more: object): CodexLine => ({
  type: 'event_msg',
  payload: {
    type: 'task_complete',
    turn_id: '019d7e30-0000-7000-8000-000000000001',
    last_agent_message: null,
    ...more,
  },
});

async function statuses(...lines: CodexLine[]): Promise<string[]> {
  const ledgers = await codexReadings([...codexStart(), ...lines]);
  return ledgers.flatMap(({ sessions }) => [...sessions.values()].map(({ status }) => status));
}

it.each(['context_window_exceeded', { response_stream_disconnected: { http_status_code: 502 } }])(
  'S1.02 a turn that ends with the error %j has failed',
  async (codex_error_info) => {
    const error = { message: 'x', codex_error_info };
    expect(await statuses(complete({ error }))).toEqual(['failed', 'failed']);
  },
);

it.each([{}, { error: null }])('S1.02 a turn that ends with %j is complete, whatever failed before', async (more) => {
  const failed = complete({ error: { message: 'x', codex_error_info: 'other' } });
  expect(await statuses(failed, complete(more))).toEqual(['completed', 'completed']);
});
