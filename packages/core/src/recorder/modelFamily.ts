import { matchModel } from '../pricing/matchModel.ts';

/** How the models of a publisher are called. */
const FAMILIES: readonly (readonly [publisher: string, names: RegExp])[] = [
  ['anthropic', /^claude-/],
  // Not `gpt-oss`, which OpenAI does not sell.
  ['openai', /^(?:gpt-(?!oss)|chatgpt-|codex-|o\d)/],
  ['google', /^gemini-/],
  ['xai', /^grok-/],
  ['mistral', /^(?:open-)?(?:mistral|mixtral|ministral|codestral|devstral|magistral|pixtral|voxtral)/],
  ['deepseek', /^deepseek-/],
  ['moonshot', /^(?:kimi|moonshot)-/],
  ['alibaba', /^(?:qwen|qwq)/],
  ['minimax', /^minimax-/],
  ['zai', /^glm-/],
];

/**
 * Whose model it is by its name alone, as `PriceRow.provider` has it; `''` = the name does not say.
 *
 * @example
 * modelFamily('us.anthropic.claude-sonnet-4-5-20250929-v1:0') // => 'anthropic'
 * @example
 * modelFamily('my-deployment') // => ''
 */
export function modelFamily(model: string): string {
  const name = matchModel('', model).model;
  return FAMILIES.find(([, names]) => names.test(name))?.[0] ?? '';
}
