import { statSync } from 'node:fs';
import { basename } from 'node:path';

import { transcriptHead } from '@usagekit/core/sources';

/** Agents whose transcripts can be read; the names are the ids of their sources. */
export type Agent = 'claude-code' | 'codex';

/** A Codex line is an envelope `{ timestamp, type, payload }` with one of these types; keys may come in any order. */
const CODEX_TYPE =
  /"type"\s*:\s*"(?:session_meta|turn_context|event_msg|response_item|compacted|token_usage_record|world_state)"/;
/** Enough for nearly every file; a Codex line whose keys are in another order may need the larger one. */
const PEEK_BYTES = [4096, 262_144];

/** Whose a transcript is. */
export interface TranscriptOwner {
  /** `undefined` while there is nothing in it. */
  agent: Agent | undefined;
  /** Whether it stays so, whatever is written behind it: a whole line told it. */
  isCertain: boolean;
}

/** Lines that are looked at before a file is taken for Claude Code's: the first ones may be damaged. */
const PEEK_LINES = 5;

/** The object that a line is; `undefined` when it is none. */
function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an object is an envelope of Codex, of whatever type: new ones come with new versions. */
const isEnvelope = ({ timestamp, type, payload, ...rest }: Record<string, unknown>): boolean =>
  typeof timestamp === 'string' &&
  typeof type === 'string' &&
  typeof payload === 'object' &&
  !('message' in rest || 'sessionId' in rest || 'uuid' in rest);

/**
 * The agent that wrote a transcript, told by its first whole line: Codex writes envelopes with a `payload`, every other object is read as
 * Claude Code's, whose reader skips what it does not know. Damaged lines tell nothing.
 *
 * @param head beginning of the file
 * @returns `undefined` when the head ends before it tells
 * @example
 * agentOfHead('{"timestamp":"2026-01-01T00:00:00Z","type":"session_meta","payload":{}}') // => 'codex'
 */
export function agentOfHead(head: string): Agent | undefined {
  const lines = head.trimStart().split('\n', PEEK_LINES + 1);
  for (const [i, line] of lines.slice(0, PEEK_LINES).entries()) {
    const isLast = i === lines.length - 1;
    // The line may be cut off, so it is not parsed; inside of a text its quotes would be escaped.
    const enveloped = /"payload"\s*:\s*[{]/.test(line);
    if (enveloped && CODEX_TYPE.test(line)) return 'codex';
    const object = objectIn(line);
    if (object) return isEnvelope(object) ? 'codex' : 'claude-code';
    if (isLast) return undefined;
  }
  return 'claude-code';
}

/**
 * The agent that wrote the transcript in a file, by {@link agentOfHead}. A file that does not tell, or not yet, or cannot be opened, is Claude Code's, whose
 * reader reports it, and Codex's when it is packed, which no other agent does, or named `rollout-…`. An empty one is nobody's.
 */
export function agentOfTranscript(file: string): TranscriptOwner {
  const isPacked = file.endsWith('.jsonl.zst');
  const likely: Agent = isPacked || basename(file).startsWith('rollout-') ? 'codex' : 'claude-code';
  try {
    for (const length of PEEK_BYTES) {
      const head = transcriptHead(file, length).toString('latin1');
      const agent = agentOfHead(head);
      if (agent) return { agent, isCertain: true };
      if (head.length >= length) continue;
      // Of a packed one that is cut off there may be nothing to see.
      const isEmpty = head.trim() === '' && (!isPacked || statSync(file).size === 0);
      return { agent: isEmpty ? undefined : likely, isCertain: false };
    }
    return { agent: likely, isCertain: true };
  } catch {
    return { agent: likely, isCertain: false };
  }
}
