import { platformNamed } from '../pricing/platformNamed.ts';
import { publisherNamed } from '../pricing/publisherNamed.ts';
import { modelFamily } from './modelFamily.ts';

/** Names of the SDK's providers that sell the models of others, by how they begin. */
const SELLERS: readonly (readonly [prefix: string, provider: string])[] = [
  ['amazon-bedrock', 'bedrock'],
  ['amazonbedrock', 'bedrock'],
  ['bedrock', 'bedrock'],
  ['google.vertex', 'vertex'],
  ['google-vertex', 'vertex'],
  ['googlevertex', 'vertex'],
  ['vertex', 'vertex'],
  ['azure', 'azure'],
];

const isGateway = (name: string): boolean => name === 'gateway' || name.startsWith('gateway.');

/** Who bills by a name of the SDK's, as it is spelled. */
const billerNamed = (name: string): string =>
  SELLERS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? name.split('.')[0] ?? '';

/** The same by the id of the publisher or platform, where it is known. */
function knownSeller(name: string): string {
  const seller = billerNamed(name);
  return publisherNamed(seller)?.id ?? platformNamed(seller) ?? seller;
}

/**
 * The provider that answered in place of the one that was asked; `undefined` unless it is sure: version 6 names the model that failed as the model of a step that a wrapper had another one
 * answer (`ai-fallback`). Both models have to be of families that are known and differ, and the metadata must name one provider alone that sells what answered and is not the one asked:
 * packages whose metadata has another's name (Vertex, Azure, Anthropic's under a proxy's name) answer with the family that was asked for, and routers name themselves.
 */
function standIn(name: string, keys: readonly string[], answered: string, asked: string): string | undefined {
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) return undefined;
  const [wanted, given] = [modelFamily(asked), modelFamily(answered)];
  if (wanted === '' || given === '' || wanted === given) return undefined;
  const [first, second] = [knownSeller(name), knownSeller(key)];
  const isKnown = isGateway(name) || publisherNamed(first) !== undefined || platformNamed(first) !== undefined;
  // Deployments of Azure are called as one likes, and its package is OpenAI's.
  const isOwn = first === second || (first === 'azure' && second === 'openai');
  const isSold = second === given || platformNamed(second) !== undefined;
  return isKnown && isSold && !isOwn ? key : undefined;
}

/**
 * Who bills a model, from what the AI SDK calls its provider: `anthropic.messages` is `anthropic`. A call through Vercel's gateway costs what the model's own provider
 * lists, so it is that one's. `''` = nothing says it; then the model's id decides.
 *
 * @param provider the SDK's name; `''` in versions 4 and 5, whose steps do not have it, and in results of `generateObject`
 * @param metadata the step's `providerMetadata`, keyed by provider
 * @param answered the response's model
 * @param asked the model that was asked for; `''` where the provider is
 * @example
 * aiSdkProvider('openai.responses', {}, 'gpt-5.4') // => 'openai'
 * @example
 * aiSdkProvider('gateway', {}, 'anthropic/claude-sonnet-4-5') // => 'anthropic'
 * @example
 * aiSdkProvider('openai.chat', { anthropic: {} }, 'claude-sonnet-4-5', 'gpt-5') // => 'anthropic'
 */
export function aiSdkProvider(
  provider: string,
  metadata: Record<string, unknown>,
  answered: string,
  asked = '',
): string {
  const names = Object.keys(metadata).filter((name) => name !== 'gateway');
  // Packages repeat their metadata under names that they had before.
  const keys = [...new Set(names.map((name) => billerNamed(name.toLowerCase())))];
  const first = provider.toLowerCase() || (keys[0] ?? '');
  const name = standIn(first, keys, answered, asked) ?? first;
  const routed = [answered, asked].find((model) => model.includes('/'));
  if (isGateway(name)) return routed?.split('/')[0] ?? '';
  return billerNamed(name);
}
