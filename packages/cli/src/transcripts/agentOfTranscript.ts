import { closeSync, openSync, readSync } from 'node:fs';

/** Agents whose transcripts can be read; the names are the ids of their sources. */
export type Agent = 'claude-code' | 'codex';

/** A Codex line is an envelope `{ timestamp, type, payload }` with one of these types; keys may come in any order. */
const CODEX_TYPE =
  /"type"\s*:\s*"(?:session_meta|turn_context|event_msg|response_item|compacted|token_usage_record|world_state)"/;
/** Enough for nearly every file; a Codex line whose keys are in another order may need the larger one. */
const PEEK_BYTES = [4096, 262_144];

/** Lines that are looked at before a file is taken for Claude Code's: the first ones may be damaged. */
const PEEK_LINES = 5;

/**
 * The agent that wrote a transcript, told by its first whole line: Codex writes envelopes with a `payload`, everything else is read as
 * Claude Code's, whose reader skips what it does not know. Damaged lines tell nothing.
 *
 * @param head beginning of the file
 * @returns `undefined` when the head is cut off before it tells
 * @example
 * agentOfHead('{"timestamp":"2026-01-01T00:00:00Z","type":"session_meta","payload":{}}') // => 'codex'
 */
export function agentOfHead(head: string): Agent | undefined {
  const lines = head.trimStart().split('\n', PEEK_LINES + 1);
  for (const [i, line] of lines.slice(0, PEEK_LINES).entries()) {
    const cutOff = i === lines.length - 1;
    // The line may be cut off, so it is not parsed; inside of a text its quotes would be escaped.
    const enveloped = /"payload"\s*:\s*[{]/.test(line);
    if (enveloped && CODEX_TYPE.test(line)) return 'codex';
    if (enveloped && cutOff) return undefined;
    if (enveloped || /^\s*\{.*\}\s*$/s.test(line) || cutOff) return 'claude-code';
  }
  return 'claude-code';
}

/**
 * The agent that wrote the transcript in a file, by {@link agentOfHead}. A file that cannot be opened is Claude Code's, whose reader reports it.
 */
export function agentOfTranscript(file: string): Agent {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    for (const length of PEEK_BYTES) {
      const bytes = Buffer.allocUnsafe(length);
      const agent = agentOfHead(bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, length, 0)));
      if (agent) return agent;
    }
    return 'claude-code';
  } catch {
    return 'claude-code';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
