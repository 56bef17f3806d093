/**
 * An amount in USD, as the double nearest to it.
 *
 * @param nanoUsd whole nano-USD
 * @example
 * usdOfNano(1_234_567_890n) // => 1.23456789
 * usdOfNano(-500_000_000n) // => -0.5
 */
export function usdOfNano(nanoUsd: bigint): number {
  const number = Number(nanoUsd);
  // A quotient of two exact doubles is the double nearest to it.
  if (Number.isSafeInteger(number)) return number / 1e9;
  const digits = (nanoUsd < 0n ? -nanoUsd : nanoUsd).toString().padStart(10, '0');
  const usd = Number(`${digits.slice(0, -9)}.${digits.slice(-9)}`);
  return nanoUsd < 0n ? -usd : usd;
}
