import { type CostFigure, largestRemainder } from '@usagekit/core';

const NANO_PER_CENT = 10_000_000n;

/**
 * Amounts in whole cents that add up to the total as it is shown, in USD; `null` where nothing has a price. Rounding each part by itself would not add up.
 *
 * @param parts exact amounts
 * @param total what they add up to; their own sum when absent
 * @example
 * centShares([{ nanoUsd: '4000000' }, { nanoUsd: '4000000' }, { nanoUsd: null }]) // => [0.01, 0, null]
 */
export function centShares(
  parts: readonly Pick<CostFigure, 'nanoUsd'>[],
  total?: Pick<CostFigure, 'nanoUsd'>,
): (number | null)[] {
  const nano = parts.map((part) => (part.nanoUsd === null ? 0n : BigInt(part.nanoUsd)));
  const sum = nano.reduce((all, part) => all + part, 0n);
  const whole = total?.nanoUsd == null ? sum : BigInt(total.nanoUsd);
  // Parts of another total (a truncated list, say) are rounded among themselves.
  const cents = largestRemainder(whole === sum ? nano : [...nano, whole - sum], NANO_PER_CENT);
  return parts.map((part, i) => (part.nanoUsd === null ? null : Number(cents[i] ?? 0n) / 100));
}
