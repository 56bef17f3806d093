import { expect, it } from 'vitest';

import { memoryStore } from '@usagekit/core/memory';
import { usagekit } from '@usagekit/core/service';

import { storedModel } from './storedModel.ts';

it('the names of a message are those with most requests first, then in the order of names', async () => {
  const store = memoryStore();
  const usage = usagekit({ store, timeZone: 'UTC' });
  await usage.migrate();
  for (const [i, modelId] of ['gpt-5.1', 'gpt-5', 'gpt-4.1', 'gpt-4.1'].entries()) {
    const step = usage.recorder.aiSdk({ session: 's' });
    const response = { id: `resp_0123456789abcdefg${i}`, modelId };
    await step({ finishReason: 'stop', usage: { inputTokens: 7, outputTokens: 5 }, response });
  }
  await expect(storedModel(store, 'other')).rejects.toThrow('(stored: gpt-4.1, gpt-5, gpt-5.1)');
  await usage.close();
});
