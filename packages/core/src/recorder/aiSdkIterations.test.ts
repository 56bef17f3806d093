import { beforeEach, describe, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { aiSdkIterations } from './aiSdkIterations.ts';
import { recorder } from './recorder.ts';

type Iteration = Record<string, unknown> & { input_tokens: number; output_tokens: number };

/** Of what @ai-sdk/anthropic 3 makes of a response's usage, as `convertAnthropicMessagesUsage` and its metadata do. */
function step(usage: Iteration & { iterations: Iteration[] }) {
  const read = Number(usage['cache_read_input_tokens'] ?? 0);
  const written = Number(usage['cache_creation_input_tokens'] ?? 0);
  const isWhole = usage.iterations.some(({ type }) => type === 'fallback_message');
  const executed = usage.iterations.filter(({ type }) => type === 'compaction' || type === 'message');
  const parts = isWhole || executed.length === 0 ? [usage] : executed;
  const input = parts.reduce((sum, part) => sum + part.input_tokens, 0);
  const output = parts.reduce((sum, part) => sum + part.output_tokens, 0);
  const iterations = usage.iterations.map((of) => ({
    type: of['type'],
    ...(of['model'] !== undefined && { model: of['model'] }),
    inputTokens: of.input_tokens,
    outputTokens: of.output_tokens,
    cacheReadInputTokens: of['cache_read_input_tokens'],
    cacheCreationInputTokens: of['cache_creation_input_tokens'],
  }));
  return {
    usage: {
      inputTokens: input + read + written,
      inputTokenDetails: { noCacheTokens: input, cacheReadTokens: read, cacheWriteTokens: written },
      outputTokens: output,
      outputTokenDetails: { textTokens: undefined, reasoningTokens: undefined },
      totalTokens: input + read + written + output,
      raw: usage as unknown,
    },
    response: { id: 'msg_01ABCDEFGHIJKLMNOP', modelId: 'claude-sonnet-4-6', timestamp: new Date(Date.UTC(2026, 9, 1)) },
    model: { provider: 'anthropic.messages', modelId: 'claude-sonnet-4-6' },
    providerMetadata: { anthropic: { usage: usage as unknown, iterations } },
    finishReason: 'stop',
  };
}

const message = { type: 'message', input_tokens: 1000, output_tokens: 100, cache_read_input_tokens: 70 };
const compaction = {
  type: 'compaction',
  input_tokens: 50,
  output_tokens: 500,
  cache_read_input_tokens: 150_000,
  cache_creation_input_tokens: 30,
};
const advisor = { type: 'advisor_message', model: 'claude-opus-4-6', input_tokens: 50_000, output_tokens: 2000 };
const response = { ...message, type: undefined, speed: 'fast', server_tool_use: { web_search_requests: 1 } };

describe('what a response of Anthropic hides in its iterations, as the AI SDK tells it', () => {
  let ledger: Ledger;
  let errors: unknown[];
  beforeEach(() => {
    ledger = emptyLedger();
    errors = [];
  });
  const recorded = async (event: unknown) => {
    const store: Pick<UsageStore, 'write'> = { write: async (batch, price) => joinLedger(ledger, batch, price) };
    const usage = recorder({ store, price: examplePrice, onError: (error) => errors.push(error) });
    await usage.aiSdk({ session: 's' })(event);
    expect(errors).toEqual([]);
    return [...ledger.requests.values()].map((r) => [
      r.key.split('msg_01ABCDEFGHIJKLMNOP')[1],
      r.model,
      r.kind,
      r.speed,
      [r.inputTokens, r.cacheReadTokens, r.cacheWrite5mTokens, r.outputTokens, r.webSearchRequests],
    ]);
  };
  const own = ['', 'claude-sonnet-4-6', 'main', 'fast', [1000, 70, 0, 100, 1]];
  const compacted = ['#compaction0', 'claude-sonnet-4-6', 'main', 'fast', [50, 150_000, 30, 500, 0]];
  const advised = ['#advisor0', 'claude-opus-4-6', 'advisor', '', [50_000, 0, 0, 2000, 0]];

  it('an advisor, and a compaction with its cache, are requests of their own', async () => {
    const event = step({ ...response, iterations: [compaction, message, advisor] });
    expect(await recorded(event)).toEqual([own, compacted, advised]);
    expect(await recorded(event)).toHaveLength(3);
  });

  it('also where the usage object is not there, but the iterations by the names of the SDK', async () => {
    const event = step({ ...response, iterations: [compaction, message, advisor] });
    const { iterations } = event.providerMetadata.anthropic;
    const { raw: _, ...usage } = event.usage;
    const told = await recorded({ ...event, usage, providerMetadata: { anthropic: { iterations } } });
    // What only the usage object states is not known: speed, web searches.
    expect(told).toEqual([
      ['', 'claude-sonnet-4-6', 'main', '', [1000, 70, 0, 100, 0]],
      ['#compaction0', 'claude-sonnet-4-6', 'main', '', [50, 150_000, 30, 500, 0]],
      advised,
    ]);
  });

  it('an advisor is not in the response too, where a package adds up all iterations, as @ai-sdk/anthropic 2 does', async () => {
    const usage = { inputTokens: 51_000, outputTokens: 2100, totalTokens: 53_100, cachedInputTokens: 70 };
    const event = { ...step({ ...response, iterations: [message, advisor] }), usage };
    expect(await recorded(event)).toEqual([own, advised]);
    const { iterations } = event.providerMetadata.anthropic;
    expect(await recorded({ ...event, providerMetadata: { anthropic: { iterations } } })).toHaveLength(2);
    expect(aiSdkIterations({}, { iterations }, 'm').own).toEqual({ inputTokens: 1000, outputTokens: 100 });
  });

  it('an advisor beside a fallback leaves the counts as they are', () => {
    const iterations = [{ ...message, type: 'fallback_message' }, advisor];
    expect(aiSdkIterations({ ...response, iterations }, {}, 'm').own).toEqual({ inputTokens: 1000, outputTokens: 100 });
    expect(aiSdkIterations({ iterations }, {}, 'm')).not.toHaveProperty('own');
  });

  it('with a fallback the counts are whole', async () => {
    const fallback = { ...message, type: 'fallback_message' };
    expect(await recorded(step({ ...response, iterations: [compaction, fallback] }))).toEqual([own]);
  });

  it('messages alone hide nothing', async () => {
    expect(await recorded(step({ ...response, iterations: [message] }))).toEqual([own]);
  });

  it('a count that is none is told of, and not counted', () => {
    const broken = { iterations: [{ ...advisor, input_tokens: -1 }] };
    expect(() => aiSdkIterations(broken, {}, 'm')).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
    const own = { input_tokens: -1, iterations: [compaction] };
    expect(() => aiSdkIterations(own, {}, 'm')).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
