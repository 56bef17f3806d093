const GOV = /^us-gov(?:-|$)/;

/**
 * Whether a region or geography of Bedrock is one of AWS GovCloud, which has a list of its own (https://aws.amazon.com/bedrock/pricing/): a fifth dearer for some
 * models and the same for others, so no other price says what one costs there.
 *
 * @example
 * isGovCloud('us-gov-west-1') // => true
 */
export function isGovCloud(region: string): boolean {
  return GOV.test(region);
}
