/** Names of the platforms that sell other publishers' models; the first of each is its id. */
const NAMES: readonly (readonly [id: string, ...names: string[]])[] = [
  [
    'bedrock',
    'amazon-bedrock',
    'amazon_bedrock',
    'aws',
    'aws-bedrock',
    'aws.bedrock',
    'aws_bedrock',
    'bedrock-converse',
    'bedrock-mantle',
    'bedrock_converse',
    'bedrock_mantle',
  ],
  [
    'vertex',
    'gcp.vertex_ai',
    'google-vertex',
    'google-vertex-ai',
    'google-vertex-anthropic',
    'google_vertex',
    'google_vertexai',
    'vertex-ai',
    'vertex_ai',
    'vertexai',
  ],
  [
    'azure',
    'azure-ai',
    'azure-foundry',
    'azure-openai',
    'azure.ai.inference',
    'azure.ai.openai',
    'azure_ai',
    'azure_openai',
    'azure_text',
    'azureopenai',
    'foundry',
    'microsoft-foundry',
  ],
  ['openrouter', 'open-router'],
  ['github-copilot', 'github_copilot'],
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
  return PLATFORMS.get(name);
}
