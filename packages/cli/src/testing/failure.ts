import { expect } from 'vitest';

import type { Ran } from './ranUsagekit.ts';

/**
 * A failed run as it has to be: one line for people on standard error, nothing on standard output, and the code that was promised.
 *
 * @param message text or pattern that the line holds
 */
export function failure(code: 1 | 2, message: string | RegExp): Ran {
  const part = typeof message === 'string' ? message.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : message.source;
  const line = new RegExp(`^usagekit: [^\\n]*(?:${part})[^\\n]*\\n$`);
  return { code, stdout: '', stderr: expect.stringMatching(line) as string };
}
