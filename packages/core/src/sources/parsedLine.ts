/** What stands behind NULs, which a crash leaves in front of the line that is written next. */
function behindNuls(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === 0) start += 1;
  return bytes.subarray(start);
}

/** The record that a line is, or why it is none; `undefined` for a line of white space, or of NULs. */
export function parsedLine(bytes: Buffer): Record<string, unknown> | string | undefined {
  const own = behindNuls(bytes);
  if (own.includes(0)) return 'binary data';
  const text = own.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'not a JSON object';
  } catch {
    if (text.trim() === '') return undefined;
    return own.length < bytes.length ? 'binary data' : 'invalid JSON';
  }
}
