import { generateObject, jsonSchema, simulateReadableStream, streamObject, streamText } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { beforeEach, describe, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { type Recorder, recorder } from './recorder.ts';

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const NOW_MS = Date.UTC(2026, 2, 8, 12, 30);
const AT = new Date(Date.UTC(2026, 2, 8, 12));

let ledger: Ledger;
let errors: unknown[];
let nowMs: number;
let usage: Recorder;
beforeEach(() => {
  ledger = emptyLedger();
  errors = [];
  nowMs = NOW_MS;
  usage = recorder({
    store: { write: async (batch, price) => joinLedger(ledger, batch, price) },
    price: examplePrice,
    now: () => nowMs++,
    onError: (error) => errors.push(error),
  });
});
const requests = () => [...ledger.requests.values()];
const facts = () => [...sessionFacts(ledger).values()].map(({ requests: all, turns, input }) => [all, turns, input]);

/** A step of versions 4 to 7. */
const step = (id: string, timestamp?: Date) => ({
  finishReason: 'stop',
  usage: { inputTokens: 10, outputTokens: 1, totalTokens: 11 },
  response: { id, timestamp, modelId: '' },
});

describe('a response that has no id', () => {
  // Azure's streams begin with a chunk of filters, whose id and model are empty and whose time is 0; packages take it for the response.
  it.each([
    ['nor a time', new Date(0)],
    ['but a time', AT],
  ])('%s: is one, whoever tells of it', async (_, timestamp) => {
    const steps = [step('', timestamp), step('', timestamp), step('', timestamp)];
    for (const each of steps) await usage.aiSdk({ session: 's' })(each);
    await usage.aiSdk({ session: 's' })({ ...steps[2], steps });
    for (const each of steps) await usage.aiSdk({ session: 's' })({ ...each });
    expect(facts()).toEqual([[3n, 3n, 30n]]);
    expect(errors).toEqual([]);
  });

  it('is of the time it says, else of the present', async () => {
    const untold = step('', new Date(0));
    await usage.aiSdk({ session: 's' })(step('', AT));
    await usage.aiSdk({ session: 's' })(untold);
    nowMs += 86_400_000;
    await usage.aiSdk({ session: 's' })({ steps: [untold] });
    expect(requests().map(({ atMs }) => atMs)).toEqual([AT.getTime(), expect.closeTo(NOW_MS, -2)]);
  });

  const usages = { inputTokens: { total: 5, noCache: 5 }, outputTokens: { total: 2, text: 2 } };
  const finish = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: usages };
  const metadata = { id: '', modelId: '', timestamp: new Date(0) };
  const model = () =>
    new MockLanguageModelV4({
      doGenerate: async () =>
        ({ ...finish, content: [{ type: 'text', text: '{"a":1}' }], response: metadata, warnings: [] }) as never,
      doStream: async () =>
        ({
          stream: simulateReadableStream({
            chunks: [
              { type: 'response-metadata', ...metadata },
              { type: 'text-start', id: '1' },
              { type: 'text-delta', id: '1', delta: '{"a":1}' },
              { type: 'text-end', id: '1' },
              finish,
            ],
          }),
        }) as never,
    });
  const schema = jsonSchema<{ a: number }>({ type: 'object' });

  it.each<[name: string, call: (told: object) => Promise<unknown>]>([
    ['streamText', async (told) => streamText({ model: model(), prompt: '?', ...told }).consumeStream()],
    ['generateObject', async (told) => generateObject({ model: model(), prompt: '?', schema, ...told })],
    [
      'streamObject',
      async (told) =>
        streamObject({ model: model(), prompt: '?', schema, ...told }).fullStream.pipeTo(new WritableStream()),
    ],
  ])('is one for all callbacks of %s, and its calls are several', async (_, call) => {
    const record = usage.aiSdk({ session: 's' });
    for (let n = 0; n < 3; n += 1) await call({ onStepFinish: record, onFinish: record });
    await usage.flush();
    expect(facts()).toEqual([[3n, 3n, 15n]]);
    expect(errors).toEqual([]);
  });
});

describe('a response whose id is a number of its server', () => {
  it('is told by session and time', async () => {
    const second = new Date(AT.getTime() + 1000);
    for (const session of ['a', 'b', 'a']) {
      for (const at of [AT, second]) await usage.aiSdk({ session })(step('chatcmpl-7', at));
    }
    expect(requests().length).toBe(4);
  });

  it('without a time is told by the object', async () => {
    const record = usage.aiSdk({ session: 's' });
    const steps = [step('chatcmpl-7'), step('chatcmpl-7', new Date(0))];
    for (const each of [...steps, { steps }]) await record(each);
    expect(requests().length).toBe(2);
    expect(errors).toEqual([]);
  });

  // KoboldCpp, whose ids are all one, and whose times are in seconds, as those of others.
  it('and is several where its steps of one second differ, whoever tells of them, and in which copies', async () => {
    const counted = (inputTokens: number, of: object = {}) => ({
      ...step('chatcmpl-A1', AT),
      usage: { inputTokens, outputTokens: 1 },
      ...of,
    });
    const numbered = [0, 1].map((stepNumber) => counted(10, { stepNumber }));
    const called = ['a', 'b'].map((n) => counted(10, { callId: `aitxt-Xk2mQ8vLp0RtYw3${n}`, stepNumber: 7 }));
    const messages = [1, 3].map((length) => ({
      ...step('chatcmpl-A1', AT).response,
      messages: Array.from({ length }, () => ({})),
    }));
    const asked = messages.map((response) => counted(20, { response }));
    const steps = [counted(100), counted(150), counted(200), ...numbered, ...called, ...asked];
    const record = usage.aiSdk({ session: 'k' });
    for (const each of steps) await record(each);
    await record({ steps });
    for (const each of structuredClone(steps)) await usage.aiSdk({ session: 'k' })(each);
    expect(requests().map(({ inputTokens }) => inputTokens)).toEqual([100, 150, 200, 10, 10, 10, 10, 20, 20]);
    expect(errors).toEqual([]);
  });

  it('and is one where what is told of it first has no counts', async () => {
    const untold = { ...step('chatcmpl-A1', AT), usage: {} };
    const told = step('chatcmpl-A1', AT);
    for (const each of [untold, told, { ...untold, response: { ...untold.response } }]) {
      await usage.aiSdk({ session: 'u' })(each);
    }
    expect(facts()).toEqual([[1n, 1n, 10n]]);
  });

  const alike = (inputTokens: number) => ({ ...step('chatcmpl-A1', AT), usage: { inputTokens, outputTokens: 1 } });
  const another = () =>
    recorder({ store: { write: async (batch, price) => joinLedger(ledger, batch, price) }, price: examplePrice });

  it('and is the same for every process, whichever it is told of first', async () => {
    for (const inputTokens of [100, 150]) await usage.aiSdk({ session: 'p' })(alike(inputTokens));
    for (const inputTokens of [150, 100, 70]) await another().aiSdk({ session: 'p' })(alike(inputTokens));
    await another().aiSdk({ session: 'p' })({ ...alike(70), name: 'AI_NoObjectGeneratedError' });
    expect(requests().map(({ inputTokens }) => inputTokens)).toEqual([100, 150, 70]);
  });

  it('and what one recorder was told says nothing of those of another', async () => {
    const untold = { ...step('chatcmpl-A1', AT), usage: {} };
    await usage.aiSdk({ session: 'u' })(untold);
    const other = emptyLedger();
    const store = { write: async (...of: Parameters<UsageStore['write']>) => joinLedger(other, of[0], of[1]) };
    await recorder({ store, price: examplePrice }).aiSdk({ session: 'u' })(alike(100));
    await usage.aiSdk({ session: 'u' })(alike(150));
    const inputs = [ledger, other].map(({ requests: all }) => [...all.values()].map((r) => r.inputTokens));
    expect(inputs).toEqual([[150], [100]]);
  });

  it.each([
    [
      [100, 70],
      ['error', 'object'],
    ],
    [
      [70, 100],
      ['object', 'error'],
    ],
    [
      [70, 100],
      ['error', 'error'],
    ],
  ])('and the error of version 4 for an object is another of the same second: %j of %j', async (inputs, kinds) => {
    const kind = { error: { name: 'AI_NoObjectGeneratedError' }, object: { object: {} } };
    const record = usage.aiSdk({ session: 'v4' });
    for (const [i, promptTokens] of inputs.entries()) {
      const counts = { usage: { promptTokens, completionTokens: 1 } };
      await record({ ...step('chatcmpl-A1', AT), ...counts, ...kind[kinds[i] as 'error' | 'object'] });
    }
    expect(requests().map(({ inputTokens }) => inputTokens)).toEqual(inputs);
  });

  it('and is that of the last step where the error of version 4 has the usage of all', async () => {
    const of = (promptTokens: number) => ({ usage: { promptTokens, completionTokens: 1 } });
    const record = usage.aiSdk({ session: 'v4' });
    for (const promptTokens of [10, 20]) await record({ ...step('chatcmpl-A1', AT), ...of(promptTokens) });
    await record({ ...step('chatcmpl-A1', AT), ...of(30), name: 'AI_NoObjectGeneratedError' });
    expect(requests().map(({ inputTokens }) => inputTokens)).toEqual([10, 20]);
  });

  // Cloudflare Workers AI.
  it('or a time is not that of another session', async () => {
    for (const session of ['alice', 'bob']) await usage.aiSdk({ session })(step('id-1776784307643', AT));
    expect(facts()).toEqual([
      [1n, 1n, 10n],
      [1n, 1n, 10n],
    ]);
  });
});

it.each([
  ['no response', { usage: { inputTokens: 1, outputTokens: 1 } }],
  ['that of an embedding', { embedding: [1], usage: { tokens: 1 }, response: { headers: {}, body: {} } }],
])('%s is no step', async (_, event) => {
  await usage.aiSdk({ session: 's' })(event);
  expect(errors).toMatchObject([{ code: 'invalid_argument', message: expect.stringContaining('no response') }]);
  expect(requests()).toEqual([]);
});
