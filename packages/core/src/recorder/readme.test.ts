import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulateReadableStream, streamText } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { recorder } from './recorder.ts';

const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const [orchestrator = '', chat = '', agent = ''] = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(
  ([, code]) => code ?? '',
);

/** Runs lines of the README with these names in scope: the text is our own. */
function run(code: string, scope: Record<string, unknown>): Promise<void> {
  // eslint-disable-next-line no-new-func -- running the examples is the point of this test
  return new Function(...Object.keys(scope), `return (async () => {\n${code}\n})()`)(...Object.values(scope));
}

it('the examples of the README run, and record what they say', async () => {
  const store = memoryStore();
  const usage = recorder({ store, price: examplePrice });
  await run(orchestrator, { usage });
  const model = new MockLanguageModelV4({
    doStream: {
      stream: simulateReadableStream({
        chunks: [
          {
            type: 'finish' as const,
            finishReason: { unified: 'stop' as const, raw: undefined },
            usage: {
              inputTokens: { total: 5, noCache: 5, cacheRead: 0, cacheWrite: 0 },
              outputTokens: { total: 2, text: 2, reasoning: 0 },
            },
          },
        ],
      }),
    },
  });
  await run(chat, { usage, streamText, model, prompt: '?', chatId: 'chat-1', userId: 'u' });
  const messages = readFileSync(join(import.meta.dirname, 'fixtures/claudeAgentRun.json'), 'utf8');
  const query = ({ prompt }: { prompt: string }) => (prompt === '?' ? (JSON.parse(messages) as unknown[]) : []);
  await run(agent, { usage, query, prompt: '?', userId: 'u' });
  const { sessions } = await store.sessions({ sortBy: 'tokens', sortOrder: 'desc', limit: 9, offset: 0 });
  expect(sessions).toMatchObject([
    { id: 'job-7', status: 'completed', project: 'crm', inputTokens: 1200, turns: 7, toolCalls: 31 },
    { status: 'completed', project: '/home/a/shop', inputTokens: 62, apiMinutes: 0.4, dimensions: { user: 'u' } },
    { id: 'chat-1', inputTokens: 5, outputTokens: 2, requests: 1 },
  ]);
});
