/** The record that a line is, or why it is none. */
export function parsedLine(bytes: Buffer): Record<string, unknown> | string {
  if (bytes.includes(0)) return 'binary data';
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'not a JSON object';
  } catch {
    return 'invalid JSON';
  }
}
