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
    ['', { amazonBedrock: {}, bedrock: {} }, 'claude', 'bedrock'],
    ['', { gateway: {} }, 'openai/gpt-5', ''],
    ['', {}, 'gpt-5', ''],
  ])('%s %o %s', (provider, metadata, model, expected) => {
    expect(aiSdkProvider(provider, metadata, model)).toBe(expected);
  });

  it.each([
    ['openai.chat', { anthropic: {} }, 'claude-sonnet-4-5-20250929', 'gpt-5', 'anthropic'],
    ['openai.responses', { azure: {} }, 'claude-sonnet-4-5', 'gpt-5', 'azure'],
    ['anthropic.messages', { openai: {} }, 'gpt-5-2025-08-07', 'claude-sonnet-4-5', 'openai'],
    ['anthropic.messages', { bedrock: {} }, 'openai.gpt-5.4', 'claude-sonnet-4-5', 'bedrock'],
    ['anthropic.messages', { amazonBedrock: {}, bedrock: {} }, 'openai.gpt-5.4', 'claude-sonnet-4-5', 'bedrock'],
    ['google.vertex.chat', { anthropic: {} }, 'claude-sonnet-4-5', 'gemini-2.5-pro', 'anthropic'],
    ['amazon-bedrock', { google: {} }, 'gemini-2.5-pro', 'us.anthropic.claude-sonnet-4-5-v1:0', 'google'],
    ['gateway', { gateway: {}, anthropic: {} }, 'claude-sonnet-4-5', 'openai/gpt-5', 'anthropic'],
    // Whoever was asked answered, under the name of another's package.
    ['google.vertex.chat', { google: {} }, 'gemini-2.5-pro', 'gemini-2.5-pro', 'vertex'],
    ['vertex.anthropic.messages', { anthropic: {} }, 'claude-sonnet-4-5', 'claude-sonnet-4-5@20250929', 'vertex'],
    ['bedrock.anthropic.messages', { anthropic: {} }, 'claude-sonnet-4-5', 'us.anthropic.claude-sonnet-4-5', 'bedrock'],
    ['azure-openai.chat', { openai: {} }, 'gpt-5-2025-08-07', 'claude-like-deployment', 'azure'],
    ['azure.responses', { openai: {} }, 'o4-mini', 'gpt-5', 'azure'],
    ['minimax.messages', { anthropic: {} }, 'MiniMax-M2', 'MiniMax-M2', 'minimax'],
    ['zai.messages', { anthropic: {} }, 'glm-4.7', 'claude-sonnet-4-5', 'zai'],
    ['openrouter.chat', { openrouter: {} }, 'anthropic/claude-sonnet-4.5', 'openai/gpt-5', 'openrouter'],
    ['my-proxy.chat', { anthropic: {} }, 'claude-sonnet-4-5', 'gpt-5', 'my-proxy'],
    ['openai.chat', { openai: {} }, 'claude-sonnet-4-5', 'gpt-5', 'openai'],
    ['openai.chat', { openai: {}, anthropic: {} }, 'claude-sonnet-4-5', 'gpt-5', 'openai'],
    ['openai.chat', {}, 'claude-sonnet-4-5', 'gpt-5', 'openai'],
    ['openai.chat', { anthropic: {} }, 'a-model', 'gpt-5', 'openai'],
    ['openai.chat', { anthropic: {} }, 'claude-sonnet-4-5', 'a-model', 'openai'],
  ])('%s with metadata %o, answered by %s, asked for %s: %s', (provider, metadata, answered, asked, expected) => {
    expect(aiSdkProvider(provider, metadata, answered, asked)).toBe(expected);
  });
});
