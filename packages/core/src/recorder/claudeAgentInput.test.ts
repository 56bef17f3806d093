import { describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import type { SessionStatus } from '../model/SessionRecord.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { agentStatus } from './agentStatus.ts';
import type { ClaudeAgentOptions } from './claudeAgent.ts';
import { assistant, init, result, used } from './fixtures/agentMessages.ts';
import { recorder, type RecorderOptions } from './recorder.ts';

/** A recorder, what it was told of errors, and its sessions. */
function made(options: Partial<RecorderOptions> = {}) {
  const store = memoryStore();
  const errors: unknown[] = [];
  const onError = (error: unknown): number => errors.push(error);
  const usage = recorder({ store, price: examplePrice, now: () => Date.UTC(2026, 10, 2), onError, ...options });
  const sessions = async () =>
    (await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).sessions;
  return { store, usage, errors, sessions };
}
const invalid = expect.objectContaining({ code: 'invalid_argument' });

describe('messages of the Claude Agent SDK that are none', () => {
  it('never throw, are told of, and change nothing', async () => {
    const { usage, errors, sessions } = made();
    const record = usage.claudeAgent();
    const hostile = Object.defineProperty({}, 'type', {
      get: () => {
        throw new Error('no');
      },
    });
    const broken = [
      undefined,
      null,
      5,
      'result',
      [],
      {},
      { type: 7 },
      { type: 'result' },
      hostile,
      { type: 'mystery' },
    ];
    for (const message of broken) await record(message);
    expect(errors.length).toBe(broken.length);
    // A type that nobody knows is told of once; those that say nothing of usage never are.
    const idle = ['stream_event', 'rate_limit_event', 'system', 'active_goal', 'transcript_mirror', 'streamlined_text'];
    for (const type of ['mystery', ...idle, 'streamlined_tool_use_summary']) await record({ type, session_id: 's' });
    expect(errors.length).toBe(broken.length);
    expect(await sessions()).toEqual([]);
  });

  it('a broken count leaves out its model, and the rest is counted', async () => {
    const { usage, errors, sessions } = made();
    const record = usage.claudeAgent();
    await record(init('s'));
    await record(assistant('s', 'm'));
    const wrong = [{ inputTokens: -1 }, { outputTokens: '7' }, { costUSD: Number.NaN }, { costUSD: 'free' }].map(
      (of, i) => [`wrong-${i}`, { ...used(5, 0.5), ...of }],
    );
    await record(result('s', 1, { ...Object.fromEntries(wrong), none: 7, a: used(3, 0.25) }, { duration_ms: 'long' }));
    expect(errors).toEqual([invalid, invalid, invalid, invalid, invalid]);
    expect(await sessions()).toMatchObject([
      { models: ['a'], inputTokens: 3, requests: 1, engagedMinutes: 0, apiMinutes: null },
    ]);
    // An entry that was broken once is not one that is gone.
    await record(result('s', 2, { a: 'broken', b: used(1, 0.25) }));
    await record(result('s', 3, { a: used(4, 0.25), b: used(1, 0.25) }));
    expect(await sessions()).toMatchObject([{ models: ['a', 'b'], inputTokens: 5, requests: 2 }]);
  });

  it('a broken count of the main loop leaves out the counts, not how the turn ended', async () => {
    const { usage, errors, sessions } = made();
    const record = usage.claudeAgent();
    await record(init('s'));
    await record(result('s', 1, undefined, { usage: { input_tokens: 0.5 } }));
    await record(result('s', 2, undefined, { usage: { input_tokens: 5 }, total_cost_usd: -1 }));
    expect(errors).toEqual([invalid, invalid]);
    expect(await sessions()).toMatchObject([{ status: 'completed', turns: 2, inputTokens: 0, requests: 1 }]);
  });

  it('options that are none throw where they are written', () => {
    const dimensions = [dimension('phase', { grain: 'session', order: ['draft', 'review'] })];
    const { usage } = made({ dimensions });
    const wrong: unknown[] = [
      null,
      { session: '' },
      { session: {} },
      { forkOf: '' },
      { phase: 'reveiw' },
      { model: 'a' },
      { user: 0.4 },
    ];
    for (const options of wrong) {
      expect(() => usage.claudeAgent(options as ClaudeAgentOptions)).toThrow(invalid);
    }
  });

  it("an error goes to the handler's own listener, whose errors go nowhere; a failed write is kept for flush", async () => {
    const own: unknown[] = [];
    let isLocked = true;
    const store = memoryStore();
    const { usage, errors } = made({
      store: {
        write: (...call) => (isLocked ? Promise.reject(new Error('locked')) : store.write(...call)),
      },
    });
    const record = usage.claudeAgent({
      onError: (error) => {
        own.push(error);
        throw error;
      },
    });
    await record(init('s'));
    await record(7);
    expect([own.length, errors.length]).toEqual([2, 0]);
    isLocked = false;
    await usage.flush();
    expect(await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).toMatchObject({ total: 1 });
  });
});

it.each<[SessionStatus, Record<string, unknown>]>([
  ['completed', { subtype: 'success', is_error: false, terminal_reason: 'completed' }],
  ['completed', { subtype: 'success', is_error: false, terminal_reason: 'a_later_reason' }],
  ['failed', { subtype: 'success', is_error: true }],
  ['failed', { subtype: 'success', is_error: false, terminal_reason: 'prompt_too_long' }],
  ['failed', { subtype: 'error_during_execution', is_error: true }],
  ['failed', { subtype: 'error_max_structured_output_retries', is_error: true }],
  ['failed', { subtype: 'error_of_a_later_kind' }],
  ['interrupted', { subtype: 'error_during_execution', is_error: true, terminal_reason: 'aborted_tools' }],
  ['incomplete', { subtype: 'error_max_turns', is_error: true, terminal_reason: 'max_turns' }],
  ['incomplete', { subtype: 'error_max_budget_usd', is_error: true }],
  ['incomplete', { subtype: 'of_a_later_kind', is_error: false }],
  ['blocked', { subtype: 'success', is_error: false, terminal_reason: 'stop_hook_prevented' }],
])('a session is %s after a result of %o', (status, of) => {
  expect(agentStatus(of)).toBe(status);
});
