/** 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The Wilson score interval of a proportion at 95 % confidence: unlike the textbook interval it is right for few
 * observations and near 0 and 1.
 *
 * @see Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference. JASA 22
 * @param successes 0 … n
 * @param n observations; with none the interval is all of 0 … 1
 * @example
 * wilsonInterval(0, 0) // => { low: 0, high: 1 }
 * wilsonInterval(8, 10).low.toFixed(4) // => '0.4902'
 */
export function wilsonInterval(successes: number, n: number): { low: number; high: number } {
  if (n <= 0) return { low: 0, high: 1 };
  const share = successes / n;
  const scale = 1 + (Z * Z) / n;
  const middle = (share + (Z * Z) / (2 * n)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  // At the ends the bound is the share itself, which rounding would miss by 10⁻¹⁷.
  return {
    low: successes <= 0 ? 0 : Math.max(0, middle - half),
    high: successes >= n ? 1 : Math.min(1, middle + half),
  };
}
