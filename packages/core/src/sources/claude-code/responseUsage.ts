import type { TokenCounts } from '../../model/TokenCounts.ts';
import { countOf, objectOf, objectsOf, textOf } from '../recordFields.ts';

/** Tokens of one response, and of what it hid in its iterations. */
export interface ResponseUsage {
  tokens: TokenCounts;
  webSearchRequests: number;
  /** `''` = standard. */
  serviceTier: string;
  speed: string;
  residency: string;
  /** Calls of another model inside the response, billed on their own. */
  advisors: { model: string; tokens: TokenCounts }[];
}

const named = (value: unknown, ...standard: string[]): string => {
  const text = textOf(value);
  return standard.includes(text) ? '' : text;
};

/** Disjoint token counts of a usage object; `undefined` when one of them is no count. */
function tokensOf(usage: Record<string, unknown>): TokenCounts | undefined {
  const input = countOf(usage['input_tokens']);
  const output = countOf(usage['output_tokens']);
  const cacheRead = countOf(usage['cache_read_input_tokens']);
  const written = countOf(usage['cache_creation_input_tokens']);
  const split = objectOf(usage['cache_creation']);
  const hour = countOf(split?.['ephemeral_1h_input_tokens']);
  const minutes = countOf(split?.['ephemeral_5m_input_tokens']);
  const reasoning = countOf(objectOf(usage['output_tokens_details'])?.['thinking_tokens']);
  if (input === undefined || output === undefined || cacheRead === undefined || written === undefined) return undefined;
  if (hour === undefined || minutes === undefined || reasoning === undefined) return undefined;
  // The total stands where the split is missing or says something else: what is not stated to live an hour lives five minutes.
  const total = Math.max(written, hour + minutes);
  return {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: cacheRead,
    cacheWrite5mTokens: total - hour,
    cacheWrite1hTokens: hour,
    reasoningTokens: Math.min(reasoning, output),
  };
}

const sum = (a: TokenCounts, b: TokenCounts): TokenCounts => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
  cacheWrite5mTokens: a.cacheWrite5mTokens + b.cacheWrite5mTokens,
  cacheWrite1hTokens: a.cacheWrite1hTokens + b.cacheWrite1hTokens,
  reasoningTokens: a.reasoningTokens + b.reasoningTokens,
});

/**
 * Usage of a response from its `usage` object. The top-level counts leave out `compaction` iterations, which are added here unless a
 * `fallback_message` is among them (then they are whole), and `advisor_message` iterations, which another model was billed for.
 * Source: `BetaUsage` of @anthropic-ai/sdk.
 *
 * @returns `undefined` when a count is negative, fractional or too large to be one
 */
export function responseUsage(usage: Record<string, unknown>, model: string): ResponseUsage | undefined {
  const top = tokensOf(usage);
  if (!top) return undefined;
  const iterations = objectsOf(usage['iterations']);
  const whole = iterations.some((i) => i['type'] === 'fallback_message');
  let tokens = top;
  const advisors: ResponseUsage['advisors'] = [];
  for (const iteration of iterations) {
    const advises = iteration['type'] === 'advisor_message';
    if (!advises && (whole || iteration['type'] !== 'compaction')) continue;
    const own = tokensOf(iteration);
    if (!own) return undefined;
    if (advises) advisors.push({ model: textOf(iteration['model']) || model, tokens: own });
    else tokens = sum(tokens, own);
  }
  return {
    tokens,
    advisors,
    webSearchRequests: countOf(objectOf(usage['server_tool_use'])?.['web_search_requests']) ?? 0,
    serviceTier: named(usage['service_tier'], 'standard'),
    speed: named(usage['speed'], 'standard'),
    residency: named(usage['inference_geo'], 'not_available', 'global'),
  };
}
