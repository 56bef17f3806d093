import { describe, expect, it } from 'vitest';

import { emptyLedger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { aiSdkModel } from './aiSdkModel.ts';
import { recorder } from './recorder.ts';

const PROFILE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const ARN = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${PROFILE}`;
const VERTEX = 'projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929';

describe('model of an AI SDK step', () => {
  it.each([
    [PROFILE, 'claude-sonnet-4-5-20250929', PROFILE],
    [ARN, 'claude-sonnet-4-5-20250929', ARN],
    [`bedrock/${PROFILE}`, 'claude-sonnet-4-5-20250929', `bedrock/${PROFILE}`],
    ['anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6-20260217', 'anthropic.claude-sonnet-4-6'],
    [VERTEX, 'claude-sonnet-4-5-20250929', VERTEX],
    // The answer says where it ran, too.
    [PROFILE, 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    // Nothing that has a price of its own.
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929'],
    ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929'],
    ['gpt-4o', 'gpt-4o-2024-05-13', 'gpt-4o-2024-05-13'],
    // Another model answered, or another snapshot.
    [PROFILE, 'claude-haiku-4-5-20251001', 'claude-haiku-4-5-20251001'],
    ['us.anthropic.claude-3-5-sonnet-20240620-v1:0', 'claude-3-5-sonnet-20241022', 'claude-3-5-sonnet-20241022'],
    ['arn:aws:bedrock:us-east-1:1:application-inference-profile/a1b2', 'claude-opus-4-6', 'claude-opus-4-6'],
    ['my-deployment', 'gpt-5-2025-08-07', 'gpt-5-2025-08-07'],
    ['', 'gpt-5-2025-08-07', 'gpt-5-2025-08-07'],
    ['gpt-5', '', 'gpt-5'],
    ['', '', ''],
  ])('asked for %j, answered by %j: %j', (asked, answered, model) => {
    expect(aiSdkModel(answered, asked)).toBe(model);
  });

  it("of Bedrock's endpoint for Anthropic's API has the price of the region that was asked for", async () => {
    const ledger = emptyLedger();
    const book = priceBook();
    const store: Pick<UsageStore, 'write'> = { write: async (batch, price) => joinLedger(ledger, batch, price) };
    const usage = recorder({ store, price: (request) => costOf(request, book) });
    await usage.aiSdk({ session: 's' })({
      model: { provider: 'bedrock.anthropic.messages', modelId: PROFILE },
      usage: { inputTokens: 1000, outputTokens: 1000 },
      response: { id: 'msg_bdrk_01QjKY4iZgTq69BYEKRD', modelId: 'claude-sonnet-4-5-20250929' },
      providerMetadata: { anthropic: {} },
    });
    expect([...ledger.requests.values()]).toMatchObject([
      { provider: 'bedrock', model: PROFILE, cost: { nanoUsd: 19_800_000 } },
    ]);
  });
});
