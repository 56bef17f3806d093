/** Ratio of a bucket's ends: the middle is at most 1 % from anything in it. */
const RATIO = 1.02;

/** The bucket of what has no value. */
export const NO_VALUE = -1;

/**
 * The bucket that a value falls into: 0 for zero, then logarithmic ones that begin at 1.
 *
 * @param value 0 or more; `null` = there is none
 * @example
 * [valueBucket(null), valueBucket(0), valueBucket(1)] // => [-1, 0, 1]
 */
export function valueBucket(value: number | null): number {
  if (value === null) return NO_VALUE;
  return value < 1 ? 0 : 1 + Math.floor(Math.log(value) / Math.log(RATIO));
}

/**
 * The value that stands for a bucket, within 1 % of all in it; `null` for no value.
 *
 * @example
 * Math.abs(bucketValue(valueBucket(5_000_000)) / 5_000_000 - 1) < 0.0101 // => true
 */
export function bucketValue(bucket: number): number | null {
  if (bucket < 0) return null;
  return bucket === 0 ? 0 : Math.round(RATIO ** (bucket - 0.5));
}
