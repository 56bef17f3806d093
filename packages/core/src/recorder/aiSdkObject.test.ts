import { generateObject, jsonSchema, streamObject } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { beforeEach, describe, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { type Recorder, recorder } from './recorder.ts';

type Generated = Awaited<ReturnType<InstanceType<typeof MockLanguageModelV4>['doGenerate']>>;

// Of functions for objects, which it calls deprecated.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const PROFILE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
// As packages that answer under the name of another's do.
const providerMetadata = { anthropic: {} };
const answer: Generated = {
  content: [{ type: 'text', text: '{"city":"Oslo"}' }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 60, noCache: 60, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 10, text: 10, reasoning: 0 },
  },
  response: {
    id: 'chatcmpl-0123456789abcdef',
    modelId: 'claude-sonnet-4-5-20250929',
    timestamp: new Date(Date.UTC(2026, 2, 8)),
  },
  providerMetadata,
  warnings: [],
};
const schema = jsonSchema<{ city: string }>({ type: 'object' });
const model = () =>
  new MockLanguageModelV4({
    provider: 'bedrock.anthropic.messages',
    modelId: PROFILE,
    doGenerate: answer,
    doStream: {
      stream: simulateReadableStream({
        chunks: [
          { type: 'stream-start', warnings: [] },
          { type: 'response-metadata', ...answer.response },
          { type: 'text-start', id: '1' },
          { type: 'text-delta', id: '1', delta: '{"city":"Oslo"}' },
          { type: 'text-end', id: '1' },
          {
            type: 'finish',
            finishReason: answer.finishReason,
            usage: answer.usage,
            providerMetadata,
          },
        ],
      }),
    },
  });

let ledger: Ledger;
let usage: Recorder;
beforeEach(() => {
  ledger = emptyLedger();
  usage = recorder({
    store: { write: async (batch, price) => joinLedger(ledger, batch, price) },
    price: examplePrice,
    onError: (error) => {
      throw error;
    },
  });
});

const session = { session: 's' };
const asked = { provider: 'bedrock', model: PROFILE, inputTokens: 60, outputTokens: 10, quality: 'final' };

describe('objects of AI SDK 7', () => {
  it('generateObject: provider and model that the step names', async () => {
    await generateObject({ model: model(), schema, prompt: '', onStepFinish: usage.aiSdk(session) });
    expect([...ledger.requests.values()]).toMatchObject([asked]);
  });

  /** What `generateObject` tells: the end of its step, which names the provider, its own end and its result, which do not. */
  const told = async () => {
    const events: object[] = [];
    const keep = (event: object): void => void events.push(event);
    const result = await generateObject({ model: model(), schema, prompt: '', onStepFinish: keep, onFinish: keep });
    return [...events, result];
  };
  /** What is recorded of events in their order, and in the reverse. */
  const recorded = async (events: readonly object[]) => {
    const requests = [];
    for (const order of [events, events.toReversed()]) {
      ledger = emptyLedger();
      for (const event of order) await usage.aiSdk(session)(event);
      requests.push(...ledger.requests.values());
    }
    return requests;
  };

  it('generateObject: what names no provider undoes no name, whichever comes first', async () => {
    expect(await recorded(await told())).toMatchObject([asked, asked]);
  });

  it('generateObject: what names no provider undoes no name where nothing has counts', async () => {
    const unreported = (await told()).map((event) => ({ ...event, usage: {} }));
    const named = { ...asked, inputTokens: 0, outputTokens: 0, quality: 'partial' };
    expect(await recorded(unreported)).toMatchObject([named, named]);
  });

  it('generateObject: a step without counts undoes none, whichever comes first', async () => {
    const [step, ...ends] = await told();
    const counted = { inputTokens: 60, outputTokens: 10, quality: 'final' };
    expect(await recorded([{ ...step, usage: {} }, ...ends])).toMatchObject([counted, counted]);
  });

  it('generateObject: ends with the counts that a step has not keep its names where its handler is given them', async () => {
    const [step, ...ends] = await told();
    const unreported = { ...step, usage: {} };
    const record = usage.aiSdk(session);
    for (const event of [unreported, ...ends]) await record(event);
    for (const event of ends) await usage.aiSdk(session)(event);
    expect([...ledger.requests.values()]).toMatchObject([asked]);
    const unnamed = { ...asked, provider: 'anthropic', model: answer.response?.modelId };
    expect(await recorded([unreported, ...ends])).toMatchObject([unnamed, unnamed]);
  });

  it('generateObject: an error with the counts that a step has not keeps its names, and those of no other step', async () => {
    const [step, end] = (await told()).map((event) => ({ ...event, response: answer.response, usage: {} }));
    const { response } = answer;
    const counted = { inputTokens: 60, inputTokenDetails: { noCacheTokens: 60 }, outputTokens: 10 };
    const error = { name: 'AI_NoObjectGeneratedError', response, usage: counted };
    const record = usage.aiSdk(session);
    for (const event of [step, end, error]) await record(event as object);
    await record({ ...error, response: { ...response, id: 'chatcmpl-abcdef0123456789' } });
    const unnamed = { ...asked, provider: '', model: response?.modelId };
    expect([...ledger.requests.values()]).toMatchObject([asked, unnamed]);
  });

  it('streamObject: what names no provider undoes no name', async () => {
    const record = usage.aiSdk(session);
    const callbacks = { onStepFinish: record, onFinish: record };
    const result = streamObject({ model: model(), schema, prompt: '', ...callbacks });
    expect(await result.toTextStreamResponse().text()).toBe('{"city":"Oslo"}');
    await usage.flush();
    expect([...ledger.requests.values()]).toMatchObject([asked]);
  });
});

const WHOLE = { inputTokens: 60, outputTokens: 10, totalTokens: 70, cachedInputTokens: 0 };
const OF_PROMPT = { promptTokens: 60, completionTokens: 10, totalTokens: 70 };
const BODY = { usage: { input_tokens: 60, cache_read_input_tokens: 0, output_tokens: 10 } };

it.each<[name: string, provider: string, modelId: string, counts: object, body: object | undefined, quality: string]>([
  ['4', 'openai', 'gpt-5.4', OF_PROMPT, undefined, 'partial'],
  ['5, Anthropic, without the body', 'anthropic', 'claude-sonnet-4-5', WHOLE, undefined, 'partial'],
  ['5, Bedrock, without the body', 'bedrock', 'claude-sonnet-4-5', WHOLE, undefined, 'partial'],
  ["5, Bedrock's ids, without the body", '', PROFILE, WHOLE, undefined, 'partial'],
  ['5, Anthropic', 'anthropic', 'claude-sonnet-4-5', WHOLE, BODY, 'final'],
  ['5, OpenAI, without the body', 'openai', 'gpt-5.4', WHOLE, undefined, 'final'],
  ['6', 'anthropic', 'm', { ...WHOLE, inputTokenDetails: { noCacheTokens: 60 } }, undefined, 'final'],
])(
  'an error of version %s says what is cached, or its counts are partial',
  async (_, provider, modelId, counts, body, quality) => {
    const response = { ...answer.response, modelId, body };
    await usage.aiSdk({ ...session, provider })({ name: 'AI_NoObjectGeneratedError', response, usage: counts });
    expect([...ledger.requests.values()]).toMatchObject([{ inputTokens: 60, outputTokens: 10, quality }]);
  },
);
