const C1 = 0x87c37b91;
const rotl = (x: number, r: number): number => (x << r) | (x >>> (32 - r));
const mix = (h: number): number => {
  let x = h;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
};

/**
 * 63-bit key of an identity text: two independently seeded 32-bit lanes (MurmurHash3 rounds) over its UTF-16 units, top bit dropped so that
 * it fits a signed 64-bit column. At 10⁸ keys the expected number of collisions is 5·10⁻⁴. Not for secrets.
 *
 * @example
 * hash63('msg_1') === hash63('msg_1') // => true
 */
export function hash63(text: string): bigint {
  let h1 = 0x9747b28c;
  let h2 = 0x3c6ef372;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    h1 = Math.imul(rotl(h1 ^ Math.imul(rotl(Math.imul(unit, 0xcc9e2d51), 15), 0x1b873593), 13), 5) + 0xe6546b64;
    h2 = Math.imul(rotl(h2 ^ Math.imul(rotl(Math.imul(unit + 0x7f4a, C1), 17), 0x4cf5ad43), 11), 5) + 0x52dce729;
  }
  const a = mix(h1 ^ text.length ^ rotl(h2, 7)) >>> 0;
  const b = mix(h2 + Math.imul(h1, 0x2545f491) + text.length) >>> 0;
  return (BigInt(a & 0x7fffffff) << 32n) | BigInt(b);
}
