import { describe, expect, it } from 'vitest';
import { matchModel } from './matchModel.ts';

describe('matchModel', () => {
  it.each([
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-opus-4-20250514', 'claude-opus-4'],
    ['claude-opus-4-0', 'claude-opus-4'],
    ['claude-sonnet-4', 'claude-sonnet-4'],
    ['claude-sonnet-4@20250514', 'claude-sonnet-4'],
    ['claude-sonnet-4-5@latest', 'claude-sonnet-4-5'],
    ['claude-opus-4.6', 'claude-opus-4-6'],
    ['claude-opus-4-0', 'claude-opus-4'],
    ['claude-sonnet-5.0', 'claude-sonnet-5'],
    ['claude-5.0-opus', 'claude-opus-5'],
    ['claude-4.6-opus', 'claude-opus-4-6'],
    ['claude-4-sonnet-20250514', 'claude-sonnet-4'],
    ['claude-3-5-haiku-20241022', 'claude-haiku-3-5'],
    ['claude-3-5-haiku-latest', 'claude-haiku-3-5'],
    ['claude-3-5-sonnet-v2@20241022', 'claude-sonnet-3-5'],
    ['claude-3-5-sonnet-v2', 'claude-sonnet-3-5'],
    ['claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['claude-v1', 'claude-v1'],
    ['claude-2.1', 'claude-2-1'],
    ['claude-3-7-sonnet-20250219', 'claude-sonnet-3-7'],
    ['claude-3-sonnet', 'claude-sonnet-3'],
    ['claude-3-opus-20240229', 'claude-opus-3'],
    ['claude-sonnet-4-6[1m]', 'claude-sonnet-4-6'],
    ['anthropic/claude-opus-4.8', 'claude-opus-4-8'],
    ['openrouter/anthropic/claude-opus-5-5', 'claude-opus-5-5'],
    ['CLAUDE-OPUS-4-7 ', 'claude-opus-4-7'],
    ['gpt-5-2025-08-07', 'gpt-5'],
    ['gpt-5-codex', 'gpt-5-codex'],
    ['gpt-5-4', 'gpt-5.4'],
    ['gpt-5-1-codex-max', 'gpt-5.1-codex-max'],
    ['gpt-4-0613', 'gpt-4-0613'],
    ['openai/gpt-5.3-codex', 'gpt-5.3-codex'],
    ['models/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['acme-router-v2', 'acme-router-v2'],
    ['<synthetic>', '<synthetic>'],
    ['', ''],
  ])('%j is %j', (written, model) => {
    expect(matchModel('', written).model).toBe(model);
  });

  it('keeps the snapshot, which may have a price of its own', () => {
    expect(matchModel('openai', 'gpt-4o-2024-05-13').snapshot).toBe('gpt-4o-2024-05-13');
  });

  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5', 'regional'],
    ['eu.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5', 'regional'],
    ['us-gov.anthropic.claude-opus-4-8', 'claude-opus-4-8', 'regional'],
    ['global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', ''],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-sonnet-3-5', 'regional'],
    ['bedrock/us.anthropic.claude-opus-5-5', 'claude-opus-5-5', 'regional'],
    ['anthropic.claude-v1', 'claude-v1', 'regional'],
    ['anthropic.claude-v2', 'claude-2', 'regional'],
    ['anthropic.claude-v2:1', 'claude-2-1', 'regional'],
    ['anthropic.claude-instant-v1', 'claude-instant-v1', 'regional'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-5-20251101-v1:0',
      'claude-opus-4-5',
      'regional',
    ],
  ])('unwraps Bedrock id %s', (written, model, residency) => {
    expect(matchModel('aws.bedrock', written)).toMatchObject({ provider: 'anthropic', model, residency });
  });

  it.each([
    ['bedrock/sa-east-1/meta.llama3-70b-instruct-v1:0', 'regional', 'sa-east-1'],
    ['bedrock/us-gov-west-1/anthropic.claude-3-7-sonnet-20250219-v1:0', 'regional', 'us-gov-west-1'],
    ['bedrock/eu-west-1/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'regional', 'eu'],
    ['bedrock/eu-west-1/global.anthropic.claude-sonnet-4-5-20250929-v1:0', '', ''],
    ['bedrock/invoke/anthropic.claude-3-5-sonnet-20240620-v1:0', 'regional', ''],
    ['bedrock/meta.llama3-70b-instruct-v1:0', '', ''],
    ['arn:aws:bedrock:eu-west-3::foundation-model/anthropic.claude-opus-4-8', 'regional', 'eu-west-3'],
    ['arn:aws:bedrock:eu-west-3::foundation-model/amazon.nova-pro-v1:0', 'regional', 'eu-west-3'],
    ['groq/us-east-1/llama-3', '', ''],
  ])('%s is of residency %j in %j', (written, residency, region) => {
    expect(matchModel('', written)).toMatchObject({ residency, region });
  });

  it("an id of Bedrock's names it, unless the provider is the publisher itself", () => {
    const id = 'us.anthropic.claude-opus-5-5';
    expect(['', 'my-proxy', 'anthropic'].map((provider) => matchModel(provider, id).platform)).toEqual([
      'bedrock',
      'bedrock',
      '',
    ]);
  });

  it.each([
    ['oci', 'openai.gpt-oss-120b', 'oci', 'gpt-oss-120b', ''],
    ['', 'oci/google.gemini-2.5-pro', 'oci', 'gemini-2.5-pro', ''],
    ['oci', 'us.openai.gpt-5.5', 'bedrock', 'gpt-5.5', 'regional'],
    ['oci', 'anthropic.claude-opus-5', 'bedrock', 'claude-opus-5', 'regional'],
    ['oci', 'aws/openai.gpt-oss-120b', 'bedrock', 'gpt-oss-120b', 'regional'],
    ['', 'openai.gpt-oss-120b', 'bedrock', 'gpt-oss-120b', 'regional'],
    ['', 'arn:aws:bedrock:us-east-1::foundation-model/openai.gpt-oss-120b', 'bedrock', 'gpt-oss-120b', 'regional'],
  ])(
    "of provider %j and model %j, which Oracle's cloud names as Bedrock does, the platform is %j",
    (...[provider, written, platform, model, residency]) => {
      expect(matchModel(provider, written)).toMatchObject({ platform, model, residency });
    },
  );

  it.each([
    ['anthropic', 'anthropic'],
    ['Anthropic', 'anthropic'],
    ['gcp.gemini', 'google'],
    ['azure', ''],
    ['openrouter', ''],
    ['', ''],
    ['ollama', ''],
  ])('provider %j publishes under %j', (provider, publisher) => {
    expect(matchModel(provider, 'some-model').provider).toBe(publisher);
  });

  it.each([
    ['openrouter/deepseek/deepseek-chat', 'openrouter', 'deepseek'],
    ['acme/openrouter/deepseek/deepseek-chat', 'openrouter', 'deepseek'],
    ['groq/openai/gpt-oss-120b', 'groq', 'openai'],
    ['ollama/deepseek-r1', 'ollama', ''],
    ['deepseek/deepseek-chat', '', 'deepseek'],
    ['models/gemma-3-27b-it', '', ''],
    ['publishers/google/models/gemma-3-27b-it', '', 'google'],
  ])('of the route %s the seller is %j, the publisher %j', (written, platform, provider) => {
    expect(matchModel('', written)).toMatchObject({ platform, provider });
  });

  it.each([
    ['azure/eu/gpt-5', 'eu'],
    ['azure/us/gpt-5', 'us'],
    ['azure/global/gpt-5', 'global'],
    ['azure/global-standard/gpt-5', 'global'],
    ['azure/gpt-5', ''],
    ['openrouter/eu/gpt-5', ''],
  ])('%s is kept in %j', (written, residency) => {
    expect(matchModel('', written)).toMatchObject({ residency, model: 'gpt-5' });
  });

  it.each([
    ['my-proxy', 'gpt-5.4', 'my-proxy', 'my-proxy'],
    ['', 'my-proxy/gpt-5.4', 'my-proxy', 'my-proxy'],
    ['my-proxy', 'openrouter/openai/gpt-5.4', 'openrouter', 'my-proxy'],
    ['', 'my-proxy/openrouter/openai/gpt-5.4', 'openrouter', ''],
    ['openai', 'my-proxy/gpt-5.4', '', ''],
    ['azure', 'eu/gpt-5.4', 'azure', ''],
    ['', 'models/gpt-5.4', '', ''],
  ])(
    'of provider %j and model %j the platform is %j, the host that nobody knows %j',
    (...[seller, model, platform, host]) => {
      expect(matchModel(seller, model)).toMatchObject({ platform, host, byPublisher: seller === 'openai' });
    },
  );

  it.each([
    ['azure', ['azure-openai', 'azure_openai', 'Azure-OpenAI', 'azureopenai', 'microsoft-foundry']],
    ['bedrock', ['aws', 'aws-bedrock', 'bedrock_mantle', 'amazon_bedrock']],
    ['vertex', ['vertexai', 'vertex-ai', 'google-vertex-ai', 'google_vertexai']],
    ['openrouter', ['open-router']],
  ])('%s is meant by %j, as provider and by route', (platform, names) => {
    for (const name of names) {
      expect(matchModel(name, 'm')).toMatchObject({ platform, host: '', provider: '' });
      expect(matchModel('', `${name}/m`)).toMatchObject({ platform, host: '', provider: '' });
    }
  });

  it('a provider that is stated goes before a route that nobody knows', () => {
    expect(matchModel('deepseek', 'team/deepseek-chat')).toMatchObject({ platform: '', provider: 'deepseek' });
  });

  it('changes nothing when applied to its own answer', () => {
    for (const written of ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-3-5-haiku-latest', 'gpt-5-4-mini']) {
      const { model } = matchModel('', written);
      expect(matchModel('', model).model).toBe(model);
    }
  });
});
