import { hash63 } from '../model/hash63.ts';

const stableText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${stableText(v)}`).join(',')}}`;
};

/**
 * 16 hexadecimal digits that name the content of plain data: the same for the same content whatever the order of its keys.
 *
 * @example
 * contentHash({ a: 1, b: 2 }) === contentHash({ b: 2, a: 1 }) // => true
 */
export function contentHash(value: unknown): string {
  return hash63(stableText(value)).toString(16).padStart(16, '0');
}
