/** One model response of a made-up Claude Code session. */
export interface ClaudeResponse {
  /** ISO 8601. */
  at: string;
  id: string;
  model: string;
  input: number;
  output: number;
  cacheRead?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
  /** Tool it calls, and whether that fails. */
  tool?: { name: string; failed?: boolean };
}

/**
 * Lines of a Claude Code transcript: a prompt a second before the first response, then each response with the result of its tool call.
 * Every response is written twice, as the agent does for responses of several blocks.
 *
 * @param options.failed it ends in an error of the API
 */
export function claudeTranscript(
  session: string,
  responses: readonly ClaudeResponse[],
  cwd = '/home/ada/shop',
  { failed = false } = {},
): string {
  const lines: object[] = [];
  const common = { sessionId: session, cwd, version: '2.1.150', isSidechain: false, userType: 'external' };
  const first = responses[0];
  if (first) {
    lines.push({
      ...common,
      type: 'user',
      uuid: `${session}-prompt`,
      parentUuid: null,
      timestamp: new Date(Date.parse(first.at) - 1000).toISOString(),
      message: { role: 'user', content: 'Please mend it.' },
    });
  }
  for (const r of responses) {
    const usage = {
      input_tokens: r.input,
      output_tokens: r.output,
      cache_read_input_tokens: r.cacheRead ?? 0,
      cache_creation_input_tokens: (r.cacheWrite5m ?? 0) + (r.cacheWrite1h ?? 0),
      cache_creation: {
        ephemeral_5m_input_tokens: r.cacheWrite5m ?? 0,
        ephemeral_1h_input_tokens: r.cacheWrite1h ?? 0,
      },
      service_tier: 'standard',
    };
    const message = { id: `msg_${r.id}`, type: 'message', role: 'assistant', model: r.model, usage };
    const envelope = { ...common, type: 'assistant', timestamp: r.at, requestId: `req_${r.id}` };
    const text = { type: 'text', text: 'Done.' };
    const call = r.tool && { type: 'tool_use', id: `toolu_${r.id}`, name: r.tool.name, input: {} };
    const stop = { stop_reason: call ? 'tool_use' : 'end_turn' };
    lines.push({ ...envelope, uuid: `${r.id}-a`, message: { ...message, ...stop, content: [text] } });
    lines.push({ ...envelope, uuid: `${r.id}-b`, message: { ...message, ...stop, content: [call ?? text] } });
    if (call) {
      const result = { type: 'tool_result', tool_use_id: call.id, content: r.tool?.failed ? 'Exit code 1' : 'ok' };
      lines.push({
        ...common,
        type: 'user',
        uuid: `${r.id}-c`,
        timestamp: new Date(Date.parse(r.at) + 500).toISOString(),
        message: { role: 'user', content: [r.tool?.failed ? { ...result, is_error: true } : result] },
      });
    }
  }
  const last = responses.at(-1);
  if (failed && last) {
    lines.push({
      ...common,
      type: 'assistant',
      uuid: `${session}-error`,
      timestamp: new Date(Date.parse(last.at) + 2000).toISOString(),
      isApiErrorMessage: true,
      error: 'server_error',
      message: {
        id: `${session}-error`,
        role: 'assistant',
        model: '<synthetic>',
        content: [{ type: 'text', text: 'API Error' }],
      },
    });
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
