import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateText,
  isStepCount,
  jsonSchema,
  simulateReadableStream,
  streamObject,
  streamText,
  tool,
  type ToolSet,
} from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { beforeEach, describe, expect, it } from 'vitest';

import { UsageError } from '../errors.ts';
import { dimension } from '../metrics/dimension.ts';
import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { type Recorder, recorder } from './recorder.ts';

type Generated = Awaited<ReturnType<InstanceType<typeof MockLanguageModelV4>['doGenerate']>>;

const NOW_MS = Date.UTC(2026, 2, 8, 12, 30);
const SECRET = 'a secret that no ledger may hold';
const dimensions = [dimension('user', { grain: 'session' }), dimension('endpoint', { grain: 'request' })];

let ledger: Ledger;
let errors: unknown[];
let usage: Recorder;
const store: Pick<UsageStore, 'write'> = { write: async (batch, price) => joinLedger(ledger, batch, price) };
const made = (of: Pick<UsageStore, 'write'> = store): Recorder =>
  recorder({ store: of, price: examplePrice, now: () => NOW_MS, dimensions, onError: (error) => errors.push(error) });

// Of `streamObject`, which it calls deprecated.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

beforeEach(() => {
  ledger = emptyLedger();
  errors = [];
  usage = made();
});

const response = (n: number) => ({
  id: `msg_0123456789abcdef${n}`,
  modelId: 'claude-sonnet-4-5-20250929',
  timestamp: new Date(Date.UTC(2026, 2, 8, 12, 0, 0)),
});
const call = { type: 'tool-call', toolCallId: 'toolu_1', toolName: 'weather', input: `{"city":"${SECRET}"}` } as const;
const steps: Generated[] = [
  {
    content: [{ type: 'text', text: SECRET }, call],
    finishReason: { unified: 'tool-calls', raw: 'tool_use' },
    usage: {
      inputTokens: { total: 320, noCache: 20, cacheRead: 0, cacheWrite: 300 },
      outputTokens: { total: 40, text: 30, reasoning: 10 },
      raw: { cache_creation: { ephemeral_1h_input_tokens: 100 } },
    },
    response: response(0),
    warnings: [],
  },
  {
    content: [{ type: 'text', text: SECRET }],
    finishReason: { unified: 'stop', raw: 'end_turn' },
    usage: {
      inputTokens: { total: 360, noCache: 60, cacheRead: 300, cacheWrite: 0 },
      outputTokens: { total: 10, text: 10, reasoning: undefined },
    },
    response: response(1),
    warnings: [],
  },
];
type Stream = Awaited<ReturnType<InstanceType<typeof MockLanguageModelV4>['doStream']>>['stream'];
type Part = Stream extends ReadableStream<infer P> ? P : never;
const stream = ({ content, response, finishReason, usage }: Generated): { stream: Stream } => ({
  stream: simulateReadableStream<Part>({
    chunks: [
      { type: 'stream-start' as const, warnings: [] },
      { type: 'response-metadata' as const, ...response },
      ...content.flatMap((part): Part[] =>
        part.type === 'text'
          ? [
              { type: 'text-start' as const, id: '1' },
              { type: 'text-delta' as const, id: '1', delta: part.text },
              { type: 'text-end' as const, id: '1' },
            ]
          : part.type === 'tool-call'
            ? [part]
            : [],
      ),
      { type: 'finish' as const, finishReason, usage },
    ],
  }),
});
const model = () =>
  new MockLanguageModelV4({
    provider: 'anthropic.messages',
    modelId: 'claude-sonnet-4-5',
    doGenerate: steps,
    doStream: steps.map((step) => stream(step)),
  });
const weather = (execute: () => Promise<string> = async () => SECRET) =>
  tool({ description: '', inputSchema: jsonSchema<{ city: string }>({ type: 'object' }), execute });
const asked = { prompt: SECRET, stopWhen: isStepCount(3) };

/** What the ledger has of the two steps, and whether any text has come into it. */
function recorded() {
  const requests = [...ledger.requests.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const [facts, ...others] = sessionFacts(ledger).values();
  const text = JSON.stringify(
    Object.values(ledger).map((of) => (of instanceof Map ? [...of] : [])),
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
  const hasText = [SECRET, 'Oslo', 'sunny'].some((secret) => text.includes(secret));
  return { requests, toolCalls: [...ledger.toolCalls.values()], facts, others, hasText, errors };
}

/** What the two steps are in the ledger, whichever version told of them. */
const twoSteps = ({ thought = 10, hour = 100 } = {}) => ({
  requests: [
    {
      session: 'chat',
      provider: 'anthropic',
      model: 'claude-sonnet-4-5-20250929',
      grain: 'request',
      quality: 'final',
      requestCount: 1,
      inputTokens: 20,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 300 - hour,
      cacheWrite1hTokens: hour,
      outputTokens: 40,
      reasoningTokens: thought,
      dimensions: { endpoint: '/chat' },
    },
    { inputTokens: 60, cacheReadTokens: 300, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 10 },
  ],
  toolCalls: [{ tool: 'weather', session: 'chat', outcome: 'ok', approval: 'unknown', callCount: 1 }],
  facts: {
    requests: 2n,
    turns: 1n,
    toolCalls: 1n,
    session: { id: 'chat', status: 'completed', dimensions: { user: 'u1' } },
  },
  others: [],
  hasText: false,
  errors: [],
});

const chat = { session: 'chat', user: 'u1', endpoint: '/chat' };

describe('AI SDK 7', () => {
  it('generateText: two steps and a tool', async () => {
    const onStepFinish = usage.aiSdk(chat);
    await generateText({ ...asked, model: model(), tools: { weather: weather() }, onStepFinish });
    expect(recorded()).toMatchObject(twoSteps());
  });

  it('streamText: two steps and a tool, told of by every callback, count once', async () => {
    const record = usage.aiSdk(chat);
    const result = streamText({
      ...asked,
      model: model(),
      tools: { weather: weather() },
      onStepEnd: record,
      onEnd: record,
    });
    await result.consumeStream();
    await usage.flush();
    expect(recorded()).toMatchObject(twoSteps());
  });

  it('streamText: onFinish alone tells of all steps', async () => {
    const result = streamText({ ...asked, model: model(), tools: { weather: weather() }, onFinish: usage.aiSdk(chat) });
    await result.consumeStream();
    await usage.flush();
    expect(recorded()).toMatchObject(twoSteps());
  });

  it('streamObject: one request', async () => {
    const [, answer] = steps as [Generated, Generated];
    const { stream: chunks } = stream({ ...answer, content: [{ type: 'text', text: '{"city":"Oslo"}' }] });
    const result = streamObject({
      model: new MockLanguageModelV4({ provider: 'anthropic.messages', doStream: { stream: chunks } }),
      schema: jsonSchema<{ city: string }>({ type: 'object' }),
      prompt: SECRET,
      onFinish: usage.aiSdk(chat),
    });
    for await (const part of result.fullStream) expect(part.type).not.toBe('error');
    expect(await result.object).toEqual({ city: 'Oslo' });
    await usage.flush();
    const { requests, hasText } = recorded();
    expect(requests).toMatchObject([{ inputTokens: 60, cacheReadTokens: 300, model: 'claude-sonnet-4-5-20250929' }]);
    expect([hasText, errors]).toEqual([false, []]);
  });

  it('how long a tool took, and that it failed', async () => {
    const broken = weather(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error(SECRET);
    });
    await generateText({ ...asked, model: model(), tools: { weather: broken }, onStepEnd: usage.aiSdk(chat) });
    const [failed] = [...ledger.toolCalls.values()];
    expect(failed).toMatchObject({ outcome: 'error', tool: 'weather' });
    expect(failed?.durationMs).toBeGreaterThan(10);
  });

  it('B13 what people and rules decided', async () => {
    const decide = async (toolApproval: Parameters<typeof generateText>[0]['toolApproval'] & {}) => {
      ledger = emptyLedger();
      const tools = { weather: weather() };
      await generateText({ ...asked, model: model(), tools, toolApproval, onStepEnd: usage.aiSdk(chat) } as never);
      return [...ledger.toolCalls.values()];
    };
    expect(await decide({ weather: 'denied' } as never)).toMatchObject([
      { outcome: 'denied-by-rule', approval: 'denied', approvalSource: 'recorder' },
    ]);
    expect(await decide({ weather: 'approved' } as never)).toMatchObject([
      { outcome: 'ok', approval: 'auto-approved', approvalSource: 'recorder' },
    ]);
    expect(await decide({ weather: 'user-approval' } as never)).toMatchObject([
      { outcome: 'pending', approval: 'unknown', approvalSource: '' },
    ]);
  });

  it('a tool that the client runs stays pending; a tool that does not exist is an error', async () => {
    const remote = tool({ description: '', inputSchema: jsonSchema<{ city: string }>({ type: 'object' }) });
    await generateText({
      ...asked,
      model: model(),
      tools: { weather: remote } as unknown as ToolSet,
      onStepEnd: usage.aiSdk(chat),
    });
    expect([...ledger.toolCalls.values()]).toMatchObject([{ outcome: 'pending' }]);
    expect([...sessionFacts(ledger).values()][0]?.session.status).toBe('incomplete');
    ledger = emptyLedger();
    const tools = { other: weather() };
    await generateText({ ...asked, model: model(), tools, onStepEnd: usage.aiSdk(chat) });
    expect([...ledger.toolCalls.values()]).toMatchObject([{ outcome: 'error', tool: 'weather' }]);
  });

  it('a store that is down fails no stream: errors are told, and flush writes what was kept', async () => {
    let isDown = true;
    const down = made({
      write: async (...batch) => {
        if (isDown) throw new UsageError('store_unavailable', 'down');
        return store.write(...batch);
      },
    });
    const own: unknown[] = [];
    const result = streamText({
      ...asked,
      model: model(),
      tools: { weather: weather() },
      onStepFinish: down.aiSdk({ ...chat, onError: (error) => own.push(error) }),
    });
    expect(await result.text).toBe(SECRET);
    await expect(down.flush()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(own.length).toBe(2);
    expect(errors).toEqual([]);
    isDown = false;
    await down.flush();
    expect(recorded()).toMatchObject(twoSteps());
  });

  it('a store that hangs holds up no stream', async () => {
    const hung = made({ write: () => new Promise(() => {}) });
    const onStepFinish = hung.aiSdk({ ...chat, waitMs: 5 });
    const { text } = await generateText({ ...asked, model: model(), tools: { weather: weather() }, onStepFinish });
    expect(text).toBe(SECRET);
  });
});

describe.each([4, 5, 6])('AI SDK %i', (version) => {
  type Events = Record<'generateText' | 'streamText' | 'onFinish', unknown[]>;
  const file = join(import.meta.dirname, 'fixtures', `aiSdk${version}.json`);
  const events = JSON.parse(readFileSync(file, 'utf8')) as Events;
  const expected = version === 6 ? {} : { thought: 0, ...(version === 4 && { hour: 0 }) };

  it.each(['generateText', 'streamText', 'onFinish'] as const)('%s: two steps and a tool', async (name) => {
    const record = usage.aiSdk(chat);
    for (const event of events[name]) await record(event);
    expect(recorded()).toMatchObject(twoSteps(expected));
  });

  it('all of them together, twice, count once', async () => {
    for (const event of [...events.onFinish, ...events.streamText, ...events.streamText].toReversed()) {
      await usage.aiSdk(chat)(event);
    }
    await usage.aiSdk(chat)(events.onFinish[0]);
    const [facts] = [...sessionFacts(ledger).values()];
    expect(facts).toMatchObject({ requests: 2n, toolCalls: 1n, input: 80n, output: 50n });
    expect(facts?.session.status).toBe('completed');
  });
});
