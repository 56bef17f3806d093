import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { joinLedger } from '../metrics/joinLedger.ts';
import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import type { UsageSource } from './UsageSource.ts';

const folder = resolve(import.meta.dirname, '../../../../../shared/data/transcripts');

interface Expected {
  usage_dedup_max_output: Record<string, number>;
  agent_progress_nested?: { usage: Record<string, number>; also_in_main: number } | null;
  own_usage_changed_last: Record<string, number>;
  tool_calls: Record<string, number>;
  tool_user_rejections: number;
  tool_auto_denials: number;
}

async function ledgerOf(source: UsageSource): Promise<Ledger> {
  const ledger = emptyLedger();
  for (const file of source.files()) {
    for await (const batch of source.read(file)) joinLedger(ledger, batch, examplePrice);
  }
  return ledger;
}

const sums = (ledger: Ledger): { input: number; read: number; written: number; output: number } => {
  const of = { input: 0, read: 0, written: 0, output: 0 };
  for (const r of ledger.requests.values()) {
    of.input += r.inputTokens;
    of.read += r.cacheReadTokens;
    of.written += r.cacheWrite5mTokens + r.cacheWrite1hTokens;
    of.output += r.outputTokens;
  }
  return of;
};

const callsByTool = (ledger: Ledger): Record<string, number> => {
  const calls: Record<string, number> = {};
  for (const t of ledger.toolCalls.values()) if (t.callCount > 0) calls[t.tool] = (calls[t.tool] ?? 0) + t.callCount;
  return calls;
};

const outcomes = (ledger: Ledger, outcome: string): number =>
  [...ledger.toolCalls.values()].filter((t) => t.outcome === outcome).length;

// Real transcripts, where they lie beside the repository; the same rules are tested on small ones beside each source.
describe.runIf(existsSync(folder))('real transcripts', () => {
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>;
  const files = Object.entries(expected);

  it.each(files.filter(([file]) => file.startsWith('claude-code/')))('%s', async (file, of) => {
    const ledger = await ledgerOf(claudeCode({ paths: [join(folder, file)] }));
    const own = of.usage_dedup_max_output;
    const nested = of.agent_progress_nested?.usage ?? {};
    const sum = (name: string): number => (own[name] ?? 0) + (nested[name] ?? 0);
    expect(sums(ledger)).toEqual({
      input: sum('input_tokens'),
      read: sum('cache_read_input_tokens'),
      written: sum('cache_creation_input_tokens'),
      output: sum('output_tokens'),
    });
    const { Task = 0, ...calls } = of.tool_calls;
    const agents = Task + (calls['Agent'] ?? 0);
    expect(callsByTool(ledger)).toEqual(agents > 0 ? { ...calls, Agent: agents } : calls);
    expect(outcomes(ledger, 'denied-by-user')).toBe(of.tool_user_rejections);
    expect(outcomes(ledger, 'denied-by-rule')).toBe(of.tool_auto_denials);
  });

  it.each(files.filter(([file]) => file.startsWith('codex/')))('%s', async (file, of) => {
    const ledger = await ledgerOf(codex({ paths: [join(folder, file)] }));
    const own = of.own_usage_changed_last;
    const cached = own['cached_input_tokens'] ?? 0;
    expect(sums(ledger)).toEqual({
      input: (own['input_tokens'] ?? 0) - cached,
      read: cached,
      written: 0,
      output: own['output_tokens'],
    });
    expect(callsByTool(ledger)).toEqual(of.tool_calls);
  });
});
