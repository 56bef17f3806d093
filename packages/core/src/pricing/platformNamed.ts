/** Names of the platforms that sell other publishers' models; the first of each is its id. */
const NAMES: readonly (readonly [id: string, ...names: string[]])[] = [
  ['bedrock', 'aws.bedrock', 'amazon-bedrock', 'bedrock_converse'],
  ['vertex', 'gcp.vertex_ai', 'google-vertex', 'google-vertex-anthropic', 'vertex_ai'],
  ['azure', 'azure.ai.openai', 'azure.ai.inference', 'azure_ai', 'azure_text', 'foundry'],
  ['openrouter'],
];

const PLATFORMS = new Map(NAMES.flatMap((names) => names.map((name) => [name, names[0]])));

/**
 * The id of the platform that a name, in lower case, means, or `undefined`: one that sells the models of others.
 *
 * @example
 * platformNamed('aws.bedrock') // => 'bedrock'
 */
export function platformNamed(name: string): string | undefined {
  return PLATFORMS.get(name);
}
