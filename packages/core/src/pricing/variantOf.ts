const STANDARD_NAMES = new Set(['', 'standard', 'default']);

/**
 * A service tier or a speed in one spelling, `''` for the standard one: sources write the names in any case.
 *
 * @example
 * variantOf('FLEX') // => 'flex'
 * @example
 * variantOf('default') // => ''
 */
export function variantOf(name: string): string {
  const plain = name.trim().toLowerCase();
  return STANDARD_NAMES.has(plain) ? '' : plain;
}
