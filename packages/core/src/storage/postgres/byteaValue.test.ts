import { expect, it } from 'vitest';

import { byteaValue } from './byteaValue.ts';

it('bytes are the same from hexadecimal digits and from escapes', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const escaped = [...bytes].map((byte) => {
    if (byte === 0x5c) return String.raw`\\`;
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  expect(byteaValue(`\\x${hex}`)).toEqual(bytes);
  expect(byteaValue(`\\x${hex.toUpperCase()}`)).toEqual(bytes);
  expect(byteaValue(escaped.join(''))).toEqual(bytes);
  for (const empty of ['', String.raw`\x`]) expect(byteaValue(empty)).toEqual(new Uint8Array(0));
});
