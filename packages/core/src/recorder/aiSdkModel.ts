import { matchModel } from '../pricing/matchModel.ts';

/**
 * The model of an AI SDK step: the one that answered, unless the name that was asked for says of the same model in which region of a cloud it runs, which has a price of its own and which
 * only Bedrock's Converse API repeats: `us.anthropic.claude-…`, a profile's ARN, Vertex's resource path.
 *
 * @param answered the response's id; `''` = not stated
 * @param asked the id of the step's model; `''` in versions 4 and 5, whose steps do not have it
 * @example
 * aiSdkModel('claude-sonnet-4-5-20250929', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0') // => 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
 * @example
 * aiSdkModel('gpt-5.4-2026-03-05', 'gpt-5.4') // => 'gpt-5.4-2026-03-05'
 */
export function aiSdkModel(answered: string, asked: string): string {
  if (answered === '') return asked;
  const [wanted, given] = [matchModel('', asked), matchModel('', answered)];
  const isOfRegion = wanted.residency === 'regional' && given.residency === '' && wanted.model === given.model;
  const isOtherSnapshot = new Set([wanted.model, wanted.snapshot, given.snapshot]).size > 2;
  return isOfRegion && !isOtherSnapshot ? asked : answered;
}
