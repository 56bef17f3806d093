/** Names of the SDK's providers that sell the models of others, by how they begin. */
const SELLERS: readonly (readonly [prefix: string, provider: string])[] = [
  ['amazon-bedrock', 'bedrock'],
  ['bedrock', 'bedrock'],
  ['google.vertex', 'vertex'],
  ['google-vertex', 'vertex'],
  ['googlevertex', 'vertex'],
  ['vertex', 'vertex'],
  ['azure', 'azure'],
];

/**
 * Who bills a model, from what the AI SDK calls its provider: `anthropic.messages` is `anthropic`. A call through Vercel's gateway costs what the model's own provider
 * lists, so it is that one's. `''` = nothing says it; then the model's id decides.
 *
 * @param provider the SDK's name; `''` in versions 4 and 5, whose steps do not have it
 * @param metadata the step's `providerMetadata`, keyed by provider
 * @param model the model's id
 * @example
 * aiSdkProvider('openai.responses', {}, 'gpt-5.4') // => 'openai'
 * @example
 * aiSdkProvider('gateway', {}, 'anthropic/claude-sonnet-4-5') // => 'anthropic'
 */
export function aiSdkProvider(provider: string, metadata: Record<string, unknown>, model: string): string {
  const stated = provider || (Object.keys(metadata).find((name) => name !== 'gateway') ?? '');
  const name = stated.toLowerCase();
  const route = model.includes('/') ? (model.split('/')[0] ?? '') : '';
  if (name === 'gateway' || name.startsWith('gateway.')) return route;
  const seller = SELLERS.find(([prefix]) => name.startsWith(prefix));
  return seller?.[1] ?? name.split('.')[0] ?? '';
}
