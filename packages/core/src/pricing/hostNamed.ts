import { spelledName } from './spelledName.ts';

/** Names of those who sell the models of others: what the AI SDK, LiteLLM, models.dev and genai-prices call them, as `spelledName` writes it. */
const NAMES: readonly (readonly [id: string, ...names: string[]])[] = [
  ['ai21', 'ai21-chat'],
  ['cloudflare', 'cloudflare-workers-ai', 'workers-ai', 'workersai'],
  ['cohere', 'cohere-chat'],
  ['deepinfra', 'deep-infra'],
  ['fireworks', 'fireworks-ai', 'fireworksai'],
  ['friendli', 'friendli-ai', 'friendliai'],
  ['github-models', 'github'],
  ['huggingface', 'hugging-face'],
  ['lambda', 'lambda-ai'],
  ['lmstudio', 'lm-studio'],
  ['nebius', 'nebius-ai'],
  ['novita', 'novita-ai'],
  ['nvidia', 'nvidia-nim'],
  ['ollama', 'ollama-chat'],
  ['perplexity', 'perplexity-ai'],
  ['togetherai', 'together', 'together-ai'],
  ['vercel', 'vercel-ai-gateway'],
  ['voyage', 'voyage-ai', 'voyageai'],
];

const HOSTS = new Map(NAMES.flatMap((names) => names.map((name) => [name, names[0]])));

/**
 * One name for all spellings of whoever sells models and is neither a publisher nor a platform of `platformNamed`, known or not. `name` is in lower case.
 *
 * @example
 * hostNamed('together_ai') // => 'togetherai'
 * @example
 * hostNamed('my_proxy') // => 'my-proxy'
 */
export function hostNamed(name: string): string {
  const spelled = spelledName(name);
  return HOSTS.get(spelled) ?? spelled;
}
