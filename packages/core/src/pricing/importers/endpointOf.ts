import { matchModel } from '../matchModel.ts';

/**
 * The residency of a row for a cloud's endpoint that a model's id names, as `PriceRow.residency` has it and as a request of this id asks for it; `''` for none and for a
 * global one of Bedrock. What a list calls `regional.…` is of any regional endpoint.
 *
 * @param seller who sells it, as `sellerNamed` says
 * @example
 * endpointOf('us.anthropic.claude-opus-5', 'bedrock') // => 'regional:us'
 * @example
 * endpointOf('global.anthropic.claude-opus-5', 'bedrock') // => ''
 */
export function endpointOf(modelId: string, seller: string): string {
  const { residency, region } = matchModel(seller, modelId);
  return residency === 'regional' && region !== '' && region !== residency ? `regional:${region}` : residency;
}
