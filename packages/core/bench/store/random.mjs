// Numbers that look random and are the same in every run.

/** A generator of numbers in [0, 1) from two seeds (sfc32). */
export function random(seed, stream) {
  let [a, b, c, d] = [seed | 0, stream | 0, 0x9e3779b9, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

/** Picks places of a list by their weights. */
export function weighted(weights) {
  const sums = [];
  let total = 0;
  for (const weight of weights) sums.push((total += weight));
  return (next) => {
    const at = next() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Weights of `n` things of which few are used much. */
export const zipf = (n, power = 1) => Array.from({ length: n }, (_, i) => 1 / (i + 1) ** power);

/** Around a middle value, `wide` ≈ the factor to either side of it that two thirds of the values lie in. */
export function around(next, middle, wide) {
  const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return middle * wide ** normal;
}
