const NAMES =
  /^(?:gpt-oss-|gemma-2-|mistral-small-(?:24b|3\.[12]-24b)-|minimax-(?:01|m1)$|kimi-k2$|deepseek-v3\.[12](?:-exp|-terminus)?$)/;

/**
 * Whether an id of genai-prices names an open model that the list has under its publisher at OpenRouter's price, because it says so or has the same one there. The publisher sells nothing by
 * these names: they have no price but that of who serves them.
 *
 * @example
 * isOfOpenRouter('gpt-oss-120b') // => true
 * @example
 * isOfOpenRouter('gpt-5') // => false
 */
export function isOfOpenRouter(id: string): boolean {
  return NAMES.test(id);
}
