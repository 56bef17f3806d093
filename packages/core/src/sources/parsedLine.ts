/** The record that a line is, or why it is none; `undefined` for a line of white space. */
export function parsedLine(bytes: Buffer): Record<string, unknown> | string | undefined {
  if (bytes.includes(0)) return 'binary data';
  const text = bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'not a JSON object';
  } catch {
    return text.trim() === '' ? undefined : 'invalid JSON';
  }
}
