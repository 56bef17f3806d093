import { UsageError } from '../errors.ts';
import { type AnthropicUsage, anthropicUsage } from '../model/anthropicUsage.ts';
import { objectsOf } from '../model/unknownFields.ts';
import { fieldsOf } from './eventFields.ts';

/** What an Anthropic response hides in its iterations, of an AI SDK step. */
export interface AiSdkIterations extends Pick<AnthropicUsage, 'compactions' | 'advisors'> {
  /** The response's own counts, where the SDK's may be more: it adds up input and output of compactions without their cache, in `@ai-sdk/anthropic` 2 those of advisors too. */
  own?: { inputTokens: number; outputTokens: number };
}

type Fields = Record<string, unknown>;

/** Iterations as the SDK names their counts in the metadata, by Anthropic's names. */
const renamed = (iteration: Fields): Fields => ({
  type: iteration['type'],
  model: iteration['model'],
  input_tokens: iteration['inputTokens'],
  output_tokens: iteration['outputTokens'],
  cache_read_input_tokens: iteration['cacheReadInputTokens'],
  cache_creation_input_tokens: iteration['cacheCreationInputTokens'],
});

const total = (iterations: readonly Fields[], name: string): number =>
  iterations.reduce((sum, iteration) => sum + Number(iteration[name] ?? 0), 0);

/**
 * Compactions and advisors of a response, each a request of its own; none with another provider. Source: `convertAnthropicMessagesUsage` and the metadata of `@ai-sdk/anthropic` 3, the sums of its version 2.
 *
 * @param usage Anthropic's own usage object, as far as the step has it
 * @param metadata Anthropic's part of the step's metadata, which has the iterations without the lifetimes of their cache
 * @param model of advisors that name none
 * @throws UsageError `invalid_argument` for a count that is none
 * @example
 * aiSdkIterations({ iterations: [{ type: 'advisor_message', model: 'm', input_tokens: 5 }] }, {}, '').advisors[0]?.tokens.inputTokens // => 5
 */
export function aiSdkIterations(usage: unknown, metadata: unknown, model: string): AiSdkIterations {
  const stated = fieldsOf(usage);
  const given = objectsOf(stated['iterations']);
  const iterations = given.length > 0 ? given : objectsOf(fieldsOf(metadata)['iterations']).map(renamed);
  if (iterations.length === 0) return { compactions: [], advisors: [] };
  const found = anthropicUsage({ iterations }, model);
  if (!found) throw new UsageError('invalid_argument', 'a count of an iteration of the response is none');
  const { compactions, advisors } = found;
  const isStated = typeof stated['input_tokens'] === 'number';
  // With a fallback the SDK takes the counts of the response as they are.
  const isKnown = isStated || iterations.every(({ type }) => type !== 'fallback_message');
  if (!isKnown || compactions.length + advisors.length === 0) return { compactions, advisors };
  // What a response stated of itself, else the sum of its messages.
  const parts = isStated ? [stated] : iterations.filter(({ type }) => type === 'message');
  const sums = { input_tokens: total(parts, 'input_tokens'), output_tokens: total(parts, 'output_tokens') };
  const own = anthropicUsage(sums, model)?.tokens;
  if (!own) throw new UsageError('invalid_argument', 'a count of the response is none');
  return { compactions, advisors, own: { inputTokens: own.inputTokens, outputTokens: own.outputTokens } };
}
