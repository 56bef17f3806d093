/** The AI SDK says by which API a provider was asked: `openai.responses`. */
const API = /\.(?:chat|completion|embedding|messages|responses)$/;

/**
 * A provider's name in one spelling: sources and price lists write it with dashes, underscores or dots. `name` is in lower case.
 *
 * @example
 * spelledName('gcp.vertex_ai') // => 'gcp-vertex-ai'
 * @example
 * spelledName('mistral.chat') // => 'mistral'
 */
export function spelledName(name: string): string {
  return name.replace(API, '').replace(/[_. ]+/g, '-');
}
