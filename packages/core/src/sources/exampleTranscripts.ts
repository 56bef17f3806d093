/** Lines of small transcripts in which every trap occurs once; tests of the sources are built from them. */

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 8, 6, 59, 0) + seconds * 1000).toISOString();
const usage = (input: number, output: number, read: number, w5m: number, w1h: number): object => ({
  input_tokens: input,
  output_tokens: output,
  cache_read_input_tokens: read,
  cache_creation_input_tokens: w5m + w1h,
  cache_creation: { ephemeral_5m_input_tokens: w5m, ephemeral_1h_input_tokens: w1h },
  service_tier: 'standard',
});
const envelope = (type: string, seconds: number, more: object): object => ({
  type,
  uuid: `u-${type}-${seconds}`,
  timestamp: at(seconds),
  sessionId: 's-1',
  cwd: '/home/dev/web-app/.claude/worktrees/agent-1',
  version: '2.1.30',
  ...more,
});
const assistant = (seconds: number, id: string, block: object, of: object, more: object = {}): object =>
  envelope('assistant', seconds, {
    requestId: `req-${id}`,
    message: { id, role: 'assistant', model: 'claude-sonnet-4-6', content: [block], stop_reason: null, ...of },
    ...more,
  });
const result = (seconds: number, id: string, content: string, more: object = {}): object =>
  envelope('user', seconds, {
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, ...more }] },
  });
const call = (id: string, name: string): object => ({
  type: 'tool_use',
  id,
  name,
  input: { text: '"usage":{"input_tokens":999}' },
});

const rejected =
  "The user doesn't want to proceed with this tool use. The tool use was rejected. STOP what you are doing and wait for the user to tell you how to proceed.";

/** A Claude Code session: streamed duplicates, interleaved results, a denial, a failure, a nested copy, compaction, a synthetic error, a fork copy. */
export const claudeLines: readonly string[] = [
  { type: 'file-history-snapshot', snapshot: {} },
  { type: 'summary', summary: 'x', leafUuid: 'u' },
  envelope('user', 0, { message: { role: 'user', content: 'Fix the tests. 数据 🚀' } }),
  assistant(5, 'msg_1', { type: 'thinking', thinking: '' }, { usage: usage(3, 1, 1000, 0, 500) }),
  assistant(6, 'msg_1', call('t-1', 'Bash'), { usage: usage(3, 1, 1000, 0, 500) }),
  { ...result(8, 't-1', 'ok'), permissionDecision: { decision: 'accept', source: 'user_temporary' } },
  assistant(7, 'msg_1', call('t-2', 'Task'), { usage: usage(3, 240, 1000, 0, 500), stop_reason: 'tool_use' }),
  envelope('progress', 9, {
    data: {
      type: 'agent_progress',
      message: {
        type: 'assistant',
        requestId: 'req-msg_n',
        timestamp: at(9),
        message: { id: 'msg_n', model: 'claude-haiku-4-5', usage: usage(10, 2, 0, 70, 0) },
      },
    },
  }),
  result(30, 't-2', 'Exit code 1', { is_error: true }),
  assistant(31, 'msg_2', call('t-3', 'Edit'), { usage: usage(1, 50, 1500, 0, 100), stop_reason: 'tool_use' }),
  result(90, 't-3', rejected, { is_error: true }),
  envelope('user', 91, {
    message: { role: 'user', content: [{ type: 'text', text: '[Request interrupted by user for tool use]' }] },
  }),
  envelope('system', 92, { subtype: 'turn_duration', durationMs: 61_000 }),
  envelope('user', 100, { message: { role: 'user', content: 'Go on' } }),
  assistant(
    101,
    'msg_3',
    { type: 'text', text: 'Done.' },
    {
      usage: {
        ...usage(2, 30, 1600, 20, 0),
        iterations: [
          { type: 'message', ...usage(2, 30, 1600, 20, 0) },
          { type: 'compaction', ...usage(100, 10, 0, 0, 0) },
          { type: 'advisor_message', model: 'claude-opus-4-6', ...usage(7, 3, 0, 0, 0) },
        ],
      },
      stop_reason: 'end_turn',
    },
  ),
  assistant(
    102,
    'msg_old',
    { type: 'text', text: 'copied' },
    { usage: usage(9, 9, 9, 9, 9), stop_reason: 'end_turn' },
    {
      forkedFrom: { sessionId: 's-0', messageUuid: 'u' },
    },
  ),
  assistant(
    103,
    'msg_side',
    { type: 'text', text: 'x' },
    { usage: usage(4, 4, 0, 0, 0), stop_reason: 'end_turn' },
    {
      isSidechain: true,
      agentId: 'a1',
    },
  ),
  envelope('assistant', 104, {
    isApiErrorMessage: true,
    message: {
      id: 'x',
      model: '<synthetic>',
      content: [{ type: 'text', text: 'API Error' }],
      usage: usage(0, 0, 0, 0, 0),
    },
  }),
  { type: 'from-the-future', sessionId: 's-1', payload: {} },
].map((line) => JSON.stringify(line));

const total = (input: number, cached: number, output: number, reasoning: number): object => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: reasoning,
  total_tokens: input + output,
});
const own = '019d7e2f-0041-7310-951c-94020254dfc9';
const parent = '019d7d08-46c9-7f73-affe-4e6ca9852d56';
const turn = (n: number): string => `019d7e2f-0${n}00-7000-8000-000000000000`;
const event = (seconds: number, type: string, payload: object): object => ({ timestamp: at(seconds), type, payload });
const counted = (seconds: number, all: object, last?: object): object =>
  event(seconds, 'event_msg', {
    type: 'token_count',
    info: { total_token_usage: all, ...(last && { last_token_usage: last }) },
  });

/** A Codex fork: replayed history, a null info, a repetition, a falling counter, a usage record with its echo, tools that fail and are rejected. */
export const codexLines: readonly string[] = [
  event(0, 'session_meta', {
    id: own,
    forked_from_id: parent,
    timestamp: at(0),
    cwd: '/home/dev/infra',
    model_provider: 'openai',
  }),
  event(0, 'session_meta', { id: parent, timestamp: at(-9000), cwd: '/home/dev/other' }),
  event(0.001, 'event_msg', { type: 'task_started', turn_id: '019d7d08-5000-7000-8000-000000000000' }),
  event(0.002, 'turn_context', {
    turn_id: '019d7d08-5000-7000-8000-000000000000',
    cwd: '/home/dev/other',
    model: 'gpt-5.4',
  }),
  counted(0.003, total(5000, 4000, 100, 10), total(5000, 4000, 100, 10)),
  event(1, 'event_msg', { type: 'task_started', turn_id: turn(1) }),
  event(1, 'turn_context', { turn_id: turn(1), cwd: '/home/dev/infra', model: 'gpt-5.4' }),
  event(1, 'event_msg', { type: 'token_count', info: null, rate_limits: {} }),
  event(2, 'response_item', { type: 'function_call', name: 'exec_command', call_id: 'c-1', arguments: '{}' }),
  event(4, 'response_item', {
    type: 'function_call_output',
    call_id: 'c-1',
    output: 'x\nProcess exited with code 2\nOutput:\n',
  }),
  counted(5, total(5300, 4200, 150, 30), total(300, 200, 50, 20)),
  counted(6, total(5300, 4200, 150, 30), total(300, 200, 50, 20)),
  event(7, 'response_item', { type: 'custom_tool_call', name: 'apply_patch', call_id: 'c-2', input: '*** Begin' }),
  event(8, 'response_item', { type: 'custom_tool_call_output', call_id: 'c-2', output: 'patch rejected by user' }),
  event(9, 'event_msg', { type: 'task_complete', turn_id: turn(1), duration_ms: 8000 }),
  event(20, 'event_msg', { type: 'task_started', turn_id: turn(2) }),
  event(20, 'turn_context', { turn_id: turn(2), cwd: '/home/dev/infra', model: 'gpt-5.4-mini' }),
  event(20, 'event_msg', {
    type: 'thread_settings_applied',
    thread_id: own,
    thread_settings: { model: 'gpt-5.4-mini', service_tier: 'priority' },
  }),
  counted(21, total(400, 100, 40, 0), total(400, 100, 40, 0)),
  event(21, 'response_item', {
    type: 'web_search_call',
    id: 'ws_1',
    status: 'completed',
    action: { type: 'search', query: 'q' },
  }),
  event(22, 'token_usage_record', {
    thread_id: own,
    turn_id: turn(2),
    response_id: `resp_${'0a'.repeat(24)}`,
    usage: total(600, 300, 60, 5),
    thread_token_usage: total(1000, 400, 100, 5),
  }),
  counted(22, total(1000, 400, 100, 5), total(600, 300, 60, 5)),
  event(30, 'event_msg', { type: 'turn_aborted', turn_id: turn(2), reason: 'interrupted' }),
].map((line) => JSON.stringify(line));
