import { matchModel } from '../matchModel.ts';

/**
 * The residency of a row for a cloud's endpoint that a model's id names, as `PriceRow.residency` has it; `''` for none and for a global one. What a list calls
 * `regional.…` is of any regional endpoint.
 *
 * @example
 * endpointOf('us.anthropic.claude-opus-5') // => 'regional:us'
 * @example
 * endpointOf('global.anthropic.claude-opus-5') // => ''
 */
export function endpointOf(modelId: string): string {
  const { residency, region } = matchModel('', modelId);
  return residency === 'regional' && region !== '' && region !== residency ? `regional:${region}` : residency;
}
