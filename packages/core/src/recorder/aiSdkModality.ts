import { fieldsOf, itemsOf } from './eventFields.ts';

type Fields = Record<string, unknown>;

/** Token counts by modality: Google's lists, and the objects of OpenAI and its like. */
const INPUTS = [
  'promptTokensDetails',
  'cacheTokensDetails',
  'toolUsePromptTokensDetails',
  'input_tokens_by_modality',
  'tool_use_tokens_by_modality',
  'prompt_tokens_details',
  'prompt_token_details',
  'input_tokens_details',
  'input_token_details',
];
const OUTPUTS = [
  'candidatesTokensDetails',
  'responseTokensDetails',
  'output_tokens_by_modality',
  'completion_tokens_details',
  'output_tokens_details',
  'output_token_details',
];

const isSome = (count: unknown): boolean => typeof count === 'number' && count > 0;

/** Modalities that have tokens in one of the counts, in lower case. */
const modalitiesOf = (usage: Fields, names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const listed = itemsOf(usage[name]).map((item) => [item['modality'], item['tokenCount'] ?? item['tokens']]);
    const { audio_tokens: audio, image_tokens: image } = fieldsOf(usage[name]);
    return [...listed, ['audio', audio], ['image', image]]
      .filter(([modality, count]) => typeof modality === 'string' && isSome(count))
      .map(([modality]) => String(modality).toLowerCase());
  });

/**
 * What of an AI SDK step no list prices as text: `audio` in what went in, `audio`, `image` and `video` in what came out; several are joined by `+`, `''` = nothing. Images, videos and
 * documents that went in are priced as text. Sources: `UsageMetadata` of the Gemini API, `CompletionUsage` of OpenAI, `prompt_audio_seconds` of Mistral.
 *
 * @param usages what may be the provider's own usage object
 * @example
 * aiSdkModality([{ promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 999 }] }]) // => 'audio'
 */
export function aiSdkModality(usages: readonly Fields[]): string {
  const found = usages.flatMap((usage) => [
    ...modalitiesOf(usage, INPUTS).filter((modality) => modality === 'audio'),
    ...modalitiesOf(usage, OUTPUTS).filter((modality) => ['audio', 'image', 'video'].includes(modality)),
    ...(isSome(usage['prompt_audio_seconds']) ? ['audio'] : []),
  ]);
  return [...new Set(found)].toSorted().join('+');
}
