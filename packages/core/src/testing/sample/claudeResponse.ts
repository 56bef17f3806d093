import type { ClaudeFile, ClaudeRecord } from './claudeFile.ts';
import { isVersionFrom } from './isVersionFrom.ts';
import type { PromptTokens } from './promptCache.ts';
import type { SampleRandom } from './sampleRandom.ts';
import { countRequest, type SampleTruth } from './SampleTruth.ts';
import type { SessionPlan } from './SessionPlan.ts';

/** A block of a response: text, or the call of a tool. */
export type ClaudeBlock =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: object };

/** A response to be written. */
export interface ClaudeResponse {
  model: string;
  atMs: number;
  prompt: PromptTokens;
  outputTokens: number;
  /** Cache writes live an hour instead of five minutes. */
  isLongCache: boolean;
  isLast: boolean;
  blocks: readonly ClaudeBlock[];
}

/** Output counts are placeholders in every line of a response. */
const PLACEHOLDER_VERSION = '2.1.29';
/** Only the last line of a response has its final output count. */
const GROWING_VERSION = '2.1.91';

const isGateway = (model: string): boolean => !model.startsWith('claude-');

/**
 * Writes one response: a line for each block, all with the response's id and its usage, as streaming leaves them. Returns the record of each line.
 */
export function writeClaudeResponse(
  random: SampleRandom,
  file: ClaudeFile,
  plan: SessionPlan,
  response: ClaudeResponse,
  truth: SampleTruth,
): ClaudeRecord[] {
  const { model, prompt, blocks, isLongCache } = response;
  const hasPlaceholder = plan.version === PLACEHOLDER_VERSION && !isGateway(model);
  const outputTokens = hasPlaceholder ? random.whole(1, 3) : response.outputTokens;
  // A gateway of unknown make reports no cache and no request id.
  const inputTokens = isGateway(model) ? prompt.cacheRead + prompt.cacheWrite : random.whole(2, 12);
  const cacheRead = isGateway(model) ? 0 : prompt.cacheRead;
  const cacheWrite = isGateway(model) ? 0 : prompt.cacheWrite;
  const cacheWrite5mTokens = isLongCache ? 0 : cacheWrite;
  const cacheWrite1hTokens = cacheWrite - cacheWrite5mTokens;
  countRequest(truth, model, {
    inputTokens,
    cacheReadTokens: cacheRead,
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    outputTokens,
    reasoningTokens: 0,
  });
  if (hasPlaceholder) truth.partialRequests += 1;

  const id = isGateway(model) ? `gen-${random.hex(24)}` : `msg_01${random.base62(22)}`;
  const requestId = isGateway(model) ? {} : { requestId: `req_011C${random.base62(20)}` };
  const finalReason = response.isLast ? 'end_turn' : 'tool_use';
  return blocks.map((block, i) => {
    const isFinal = !hasPlaceholder && (i === blocks.length - 1 || plan.version !== GROWING_VERSION);
    const usage = {
      input_tokens: inputTokens,
      cache_creation_input_tokens: cacheWrite,
      cache_read_input_tokens: cacheRead,
      cache_creation: {
        ephemeral_5m_input_tokens: cacheWrite5mTokens,
        ephemeral_1h_input_tokens: cacheWrite1hTokens,
      },
      output_tokens: isFinal || hasPlaceholder ? outputTokens : Math.min(outputTokens, 5),
      service_tier: 'standard',
      ...(isVersionFrom(plan.version, '2.1.91') && { speed: 'standard', inference_geo: 'not_available' }),
    };
    const message = {
      model,
      id,
      type: 'message',
      role: 'assistant',
      content: [block],
      stop_reason: isFinal ? finalReason : null,
      usage,
    };
    file.add({ type: 'assistant', message, ...requestId }, response.atMs + i * 350);
    return file.records.at(-1) ?? {};
  });
}
