/**
 * An amount in a coarser unit, rounded to the nearest whole number; exactly half goes to the even neighbour, so that
 * many roundings do not drift.
 *
 * @param unit how many of the fine units make one coarse unit, > 0
 * @example
 * roundHalfEven(2_500n, 1_000n) // => 2n
 * roundHalfEven(3_500n, 1_000n) // => 4n
 * roundHalfEven(-1_501n, 1_000n) // => -2n
 */
export function roundHalfEven(amount: bigint, unit: bigint): bigint {
  // BigInt.asIntN is no help with floors: `/` truncates towards zero, so negative remainders are moved up.
  const remainder = ((amount % unit) + unit) % unit;
  const floor = (amount - remainder) / unit;
  const twice = remainder * 2n;
  return twice > unit || (twice === unit && floor % 2n !== 0n) ? floor + 1n : floor;
}
