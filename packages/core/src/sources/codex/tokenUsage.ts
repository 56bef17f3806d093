import type { TokenCounts } from '../../model/TokenCounts.ts';
import { countOf } from '../recordFields.ts';

/** A `TokenUsage` object of Codex: cached input (and cache writes) are part of the input, reasoning is part of the output. */
export interface CodexUsage {
  input: number;
  cached: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

/** The usage in a record; `undefined` when a count is no count. */
export function codexUsage(value: Record<string, unknown>): CodexUsage | undefined {
  const input = countOf(value['input_tokens']);
  const cached = countOf(value['cached_input_tokens'] ?? value['cache_read_input_tokens']);
  const cacheWrite = countOf(value['cache_write_input_tokens']);
  const output = countOf(value['output_tokens']);
  const reasoning = countOf(value['reasoning_output_tokens']);
  if (input === undefined || cached === undefined || cacheWrite === undefined) return undefined;
  if (output === undefined || reasoning === undefined) return undefined;
  return { input, cached, cacheWrite, output, reasoning };
}

/** Identity of a usage, such as a cumulative total; `''` of none. */
export function usageText(u: CodexUsage | undefined): string {
  return u === undefined ? '' : `${u.input}/${u.cached}/${u.cacheWrite}/${u.output}/${u.reasoning}`;
}

/** The text of a usage of nothing. */
export const NO_USAGE = '0/0/0/0/0';

/** The usage that a text of {@link usageText} stands for. Read digit by digit: there are several for each response. */
export function usageOf(text: string): CodexUsage {
  const counts = [0, 0, 0, 0, 0] as [number, number, number, number, number];
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0) at += 1;
    else counts[at] = (counts[at] ?? 0) * 10 + digit;
  }
  const [input, cached, cacheWrite, output, reasoning] = counts;
  return { input, cached, cacheWrite, output, reasoning };
}

/** What came on top of an earlier total; the whole when a counter fell, because then it began anew. */
export function usageSince(total: CodexUsage, before: CodexUsage): CodexUsage {
  const delta: CodexUsage = {
    input: total.input - before.input,
    cached: total.cached - before.cached,
    cacheWrite: total.cacheWrite - before.cacheWrite,
    output: total.output - before.output,
    reasoning: total.reasoning - before.reasoning,
  };
  return Object.values(delta).some((n: number) => n < 0) ? total : delta;
}

/** Two usages together. */
export const usageSum = (a: CodexUsage, b: CodexUsage): CodexUsage => ({
  input: a.input + b.input,
  cached: a.cached + b.cached,
  cacheWrite: a.cacheWrite + b.cacheWrite,
  output: a.output + b.output,
  reasoning: a.reasoning + b.reasoning,
});

/** Disjoint buckets: the cached and the written parts are taken out of the input. */
export function disjointTokens(u: CodexUsage): TokenCounts {
  const cached = Math.min(u.cached, u.input);
  const written = Math.min(u.cacheWrite, u.input - cached);
  return {
    inputTokens: u.input - cached - written,
    cacheReadTokens: cached,
    cacheWrite5mTokens: written,
    cacheWrite1hTokens: 0,
    outputTokens: u.output,
    reasoningTokens: Math.min(u.reasoning, u.output),
  };
}
