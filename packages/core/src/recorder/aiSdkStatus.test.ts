import { generateObject, generateText, jsonSchema, Output, streamObject } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';

import { emptyLedger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import type { SessionStatus } from '../model/SessionRecord.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { aiSdkStatus } from './aiSdkStatus.ts';
import { recorder } from './recorder.ts';

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const error = new Error('no object');

describe('how a session stands after an event of the AI SDK', () => {
  it.each<[name: string, event: Record<string, unknown>, status: SessionStatus]>([
    ['an answer', { finishReason: 'stop' }, 'completed'],
    ['an error', { finishReason: 'error' }, 'failed'],
    ['tools', { finishReason: 'tool-calls' }, 'incomplete'],
    ['an answer that was cut', { finishReason: 'length' }, 'incomplete'],
    ['nothing', {}, 'incomplete'],
    ['v5 object', { object: { a: 1 }, error: undefined }, 'completed'],
    ['v5 object that could not be read', { object: undefined, error }, 'failed'],
    ['v4 object that could not be read', { object: undefined, error: undefined }, 'failed'],
    ['v7 object', { object: null, error: undefined, finishReason: 'stop' }, 'completed'],
    ['v7 object that could not be read', { object: undefined, error, finishReason: 'stop' }, 'failed'],
    ['v7 object that does not fit', { object: { b: 1 }, error, finishReason: 'stop' }, 'failed'],
    ['v7 text of an object', { objectText: '{"a":1}', finishReason: 'stop' }, 'incomplete'],
    ['v7 text of an object that there is not yet', { objectText: undefined, finishReason: 'stop' }, 'incomplete'],
    ['v7 text of no object', { objectText: '{"a":', finishReason: 'stop' }, 'failed'],
    ['the error of no object', { name: 'AI_NoObjectGeneratedError', finishReason: 'stop' }, 'failed'],
  ])('%s', (_, event, status) => {
    expect(aiSdkStatus(event).status).toBe(status);
  });

  const usage = { inputTokens: { total: 5, noCache: 5 }, outputTokens: { total: 2, text: 2 } };
  const finishReason = { unified: 'stop', raw: 'stop' };
  const asked = (text: string) => ({
    schema: jsonSchema<{ a: number }>({ type: 'object' }),
    prompt: '?',
    model: new MockLanguageModelV4({
      doGenerate: async () => ({ content: [{ type: 'text', text }], finishReason, usage, warnings: [] }) as never,
      doStream: async () =>
        ({
          stream: new ReadableStream({
            start(stream) {
              stream.enqueue({ type: 'text-start', id: '1' });
              stream.enqueue({ type: 'text-delta', id: '1', delta: text });
              stream.enqueue({ type: 'text-end', id: '1' });
              stream.enqueue({ type: 'finish', finishReason, usage });
              stream.close();
            },
          }),
        }) as never,
    }),
  });
  const stood = async (run: (record: (event: unknown) => Promise<void>) => Promise<unknown>) => {
    const ledger = emptyLedger();
    const made = recorder({
      store: { write: async (batch, price) => joinLedger(ledger, batch, price) },
      price: examplePrice,
    });
    await run(made.aiSdk({ session: 's' }));
    await made.flush();
    return [...sessionFacts(ledger).values()].map(({ session }) => session.status);
  };

  it.each<[text: string, status: SessionStatus]>([
    ['{"a":1}', 'completed'],
    ['{"a":', 'failed'],
  ])('streamObject of %s', async (text, status) => {
    const streamed = async (onFinish: (event: unknown) => Promise<void>) => {
      const result = streamObject({ ...asked(text), onFinish, onError: () => {} });
      const settled = result.object.catch(() => {});
      await result.partialObjectStream.pipeTo(new WritableStream());
      await settled;
    };
    expect(await stood(streamed)).toEqual([status]);
  });

  it('generateObject, told of by every callback', async () => {
    const whole = (on: (event: unknown) => Promise<void>) =>
      generateObject({ ...asked('{"a":1}'), onStepFinish: on, onFinish: on } as never);
    expect(await stood(whole)).toEqual(['completed']);
    const broken = (on: (event: unknown) => Promise<void>) =>
      generateObject({ ...asked('{"a":'), onStepFinish: on, onFinish: on } as never).catch(() => {});
    expect(await stood(broken)).toEqual(['failed']);
  });

  it('a text that the program repairs into an object', async () => {
    const repaired = (on: (event: unknown) => Promise<void>) =>
      generateObject({
        ...asked('{"a":'),
        experimental_repairText: async () => '{"a":1}',
        onStepFinish: on,
        onFinish: on,
      } as never);
    expect(await stood(repaired)).toEqual(['completed']);
  });

  it('generateText without the object, whose error is passed on', async () => {
    const { schema, ...rest } = asked('{"a":');
    const broken = async (onStepFinish: (event: unknown) => Promise<void>) =>
      generateText({ ...rest, output: Output.object({ schema }), onStepFinish }).catch(onStepFinish);
    expect(await stood(broken)).toEqual(['failed']);
  });

  const thrown = (n: number, usage: object, messages?: readonly object[]) => ({
    name: 'AI_NoObjectGeneratedError',
    finishReason: 'stop',
    text: 'no',
    usage,
    response: {
      id: `chatcmpl-0123456789abcdef${n}`,
      modelId: 'm',
      timestamp: new Date(0),
      ...(messages && { messages }),
    },
  });
  const counted = async (...events: readonly object[]) => {
    const ledger = emptyLedger();
    const store = {
      write: async (...[batch, price]: Parameters<UsageStore['write']>) => joinLedger(ledger, batch, price),
    };
    const record = recorder({ store, price: examplePrice }).aiSdk({ session: 's' });
    for (const event of events) await record(event);
    return [...sessionFacts(ledger).values()].map(({ requests, turns, input, session }) => [
      requests,
      turns,
      input,
      session.status,
    ]);
  };

  it('the error of generateObject, which versions 5 and 6 tell nobody of, is a request', async () => {
    const errors = [0, 1].map((n) => thrown(n, { inputTokens: 10, outputTokens: 1 }));
    expect(await counted(...errors)).toEqual([[2n, 2n, 20n, 'failed']]);
  });

  it('the error of a step that was told is none: with version 4 it has the usage of all steps', async () => {
    const usages = { promptTokens: 10, completionTokens: 1 };
    const steps = [0, 1].map((n) => ({
      ...thrown(n, usages),
      name: undefined,
      stepType: n === 0 ? 'initial' : 'tool-result',
    }));
    expect(await counted(...steps)).toEqual([[2n, 1n, 20n, 'completed']]);
    expect(await counted(...steps, thrown(1, { promptTokens: 20, completionTokens: 2 }))).toEqual([
      [2n, 1n, 20n, 'failed'],
    ]);
  });

  it('the error of a step that was told without whole counts has them, except with version 4', async () => {
    const step = (n: number, usages: object) => ({ ...thrown(n, usages), name: undefined, stepNumber: n });
    const [whole, error] = [{ inputTokens: 10, outputTokens: 1 }, thrown(1, { inputTokens: 30, outputTokens: 1 })];
    expect(await counted(step(0, whole), step(1, {}), error, error)).toEqual([[2n, 1n, 40n, 'failed']]);
    const ofAll = thrown(1, { promptTokens: 10, completionTokens: 1 });
    expect(await counted(step(0, whole), step(1, { promptTokens: 0 }), ofAll)).toEqual([[2n, 1n, 10n, 'failed']]);
  });

  it('the error of a step that was told with whole counts is none, whatever is told of the step beside', async () => {
    const step = { ...thrown(0, { inputTokens: 10, outputTokens: 1 }), name: undefined };
    const error = thrown(0, { inputTokens: 30, outputTokens: 1 });
    expect(await counted(step, { ...step, usage: {} }, error)).toEqual([[1n, 1n, 10n, 'failed']]);
  });
});
