import type { TokenCounts } from './TokenCounts.ts';
import { countOf, objectOf, objectsOf, textOf } from './unknownFields.ts';

/** Tokens of one response of Anthropic's, and of what it hid in its iterations. */
export interface AnthropicUsage {
  tokens: TokenCounts;
  webSearchRequests: number;
  /** `''` = standard. */
  serviceTier: string;
  speed: string;
  residency: string;
  /** Calls before the response, of the same model, that made its prompt shorter. Each has a prompt of its own, by which its price tier is found. */
  compactions: TokenCounts[];
  /** Calls of another model inside the response, billed on their own; `speed` as for the response, of which they do not have it. */
  advisors: { model: string; speed: string; tokens: TokenCounts }[];
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

/**
 * Usage of a response from its `usage` object. The top-level counts leave out `compaction` iterations, unless a `fallback_message` is among them (then they are whole), and
 * `advisor_message` iterations, which another model was billed for. Source: `BetaUsage` of @anthropic-ai/sdk.
 *
 * @param model the response's, of advisors that name none
 * @returns `undefined` when a count is negative, fractional or too large to be one
 * @example
 * anthropicUsage({ input_tokens: 2, output_tokens: 3, iterations: [{ type: 'compaction', input_tokens: 90 }] }, 'm')?.compactions[0]?.inputTokens // => 90
 */
export function anthropicUsage(usage: Record<string, unknown>, model: string): AnthropicUsage | undefined {
  const tokens = tokensOf(usage);
  if (!tokens) return undefined;
  const iterations = objectsOf(usage['iterations']);
  const whole = iterations.some((i) => i['type'] === 'fallback_message');
  const compactions: AnthropicUsage['compactions'] = [];
  const advisors: AnthropicUsage['advisors'] = [];
  for (const iteration of iterations) {
    const advises = iteration['type'] === 'advisor_message';
    if (!advises && (whole || iteration['type'] !== 'compaction')) continue;
    const own = tokensOf(iteration);
    if (!own) return undefined;
    if (!advises) compactions.push(own);
    else {
      const speed = named(iteration['speed'], 'standard');
      advisors.push({ model: textOf(iteration['model']) || model, speed, tokens: own });
    }
  }
  return {
    tokens,
    compactions,
    advisors,
    webSearchRequests: countOf(objectOf(usage['server_tool_use'])?.['web_search_requests']) ?? 0,
    serviceTier: named(usage['service_tier'], 'standard'),
    speed: named(usage['speed'], 'standard'),
    residency: named(usage['inference_geo'], 'not_available', 'global'),
  };
}
