import { spelledName } from './spelledName.ts';

/** Names of the platforms that sell other publishers' models, as `spelledName` writes them; the first of each is its id. */
const NAMES: readonly (readonly [id: string, ...names: string[]])[] = [
  ['bedrock', 'amazon-bedrock', 'aws', 'aws-bedrock', 'bedrock-anthropic', 'bedrock-converse', 'bedrock-mantle'],
  [
    'vertex',
    'gcp-vertex-ai',
    'google-vertex',
    'google-vertex-ai',
    'google-vertex-anthropic',
    'google-vertexai',
    'vertex-ai',
    'vertex-ai-beta',
    'vertex-anthropic',
    'vertexai',
  ],
  [
    'azure',
    'azure-ai',
    'azure-ai-inference',
    'azure-ai-openai',
    'azure-foundry',
    'azure-openai',
    'azure-text',
    'azureopenai',
    'foundry',
    'microsoft-foundry',
  ],
  ['openrouter', 'open-router'],
  ['github-copilot'],
  ['quicksilverpro'],
];

const PLATFORMS = new Map(NAMES.flatMap((names) => names.map((name) => [name, names[0]])));

/**
 * The id of the platform that a name, in lower case, means, or `undefined`: one that sells the models of others.
 *
 * @example
 * platformNamed('aws.bedrock') // => 'bedrock'
 */
export function platformNamed(name: string): string | undefined {
  return PLATFORMS.get(name) ?? PLATFORMS.get(spelledName(name));
}
