/** One model response of a made-up Codex session; `input` includes `cached`, as Codex counts it. */
export interface CodexResponse {
  /** ISO 8601. */
  at: string;
  input: number;
  cached: number;
  output: number;
}

/**
 * Lines of a Codex rollout: one turn that holds all responses and completes.
 *
 * @param session a UUIDv7
 */
export function codexTranscript(session: string, model: string, responses: readonly CodexResponse[]): string {
  const first = responses[0]?.at ?? '2026-01-01T00:00:00.000Z';
  const last = responses.at(-1)?.at ?? first;
  // Turn ids of a file's own turns sort after its session id.
  const turn = `${session.slice(0, -1)}f`;
  const lines: object[] = [];
  const push = (timestamp: string, type: string, payload: object): void => {
    lines.push({ timestamp, type, payload });
  };
  push(first, 'session_meta', {
    id: session,
    timestamp: first,
    cwd: '/home/ada/engine',
    originator: 'codex-tui',
    cli_version: '0.125.0',
    source: 'cli',
    model_provider: 'openai',
  });
  push(first, 'event_msg', { type: 'task_started', turn_id: turn });
  push(first, 'turn_context', { turn_id: turn, cwd: '/home/ada/engine', model });
  push(first, 'event_msg', { type: 'user_message', message: 'Please mend it.' });
  const total = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  };
  for (const r of responses) {
    total.input_tokens += r.input;
    total.cached_input_tokens += r.cached;
    total.output_tokens += r.output;
    total.total_tokens += r.input + r.output;
    const usage = {
      input_tokens: r.input,
      cached_input_tokens: r.cached,
      output_tokens: r.output,
      reasoning_output_tokens: 0,
      total_tokens: r.input + r.output,
    };
    push(r.at, 'event_msg', {
      type: 'token_count',
      info: { total_token_usage: { ...total }, last_token_usage: usage, model_context_window: 258_400 },
    });
  }
  push(last, 'event_msg', { type: 'task_complete', turn_id: turn });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
