import { describe, expect, it } from 'vitest';

import { aiSdkProvider } from './aiSdkProvider.ts';

describe('AI SDK provider', () => {
  it.each([
    ['anthropic.messages', {}, 'claude-sonnet-4-5', 'anthropic'],
    ['openai.responses', {}, 'gpt-5.4', 'openai'],
    ['google.generative-ai', {}, 'gemini-2.5-pro', 'google'],
    ['google.vertex.chat', {}, 'gemini-2.5-pro', 'vertex'],
    ['vertex.anthropic.messages', {}, 'claude-sonnet-4-5', 'vertex'],
    ['amazon-bedrock', {}, 'us.anthropic.claude-sonnet-4-5', 'bedrock'],
    ['azure-openai.chat', {}, 'gpt-5', 'azure'],
    ['openrouter.chat', {}, 'anthropic/claude-sonnet-4.5', 'openrouter'],
    ['gateway', { gateway: {}, anthropic: {} }, 'anthropic/claude-sonnet-4.5', 'anthropic'],
    ['gateway', {}, 'gpt-5', ''],
    ['', { gateway: {}, anthropic: {} }, 'anthropic/claude-sonnet-4.5', 'anthropic'],
    ['', { bedrock: {} }, 'claude', 'bedrock'],
    ['', { gateway: {} }, 'openai/gpt-5', ''],
    ['', {}, 'gpt-5', ''],
  ])('%s %o %s', (provider, metadata, model, expected) => {
    expect(aiSdkProvider(provider, metadata, model)).toBe(expected);
  });
});
