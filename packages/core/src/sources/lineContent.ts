import { isIdleLine } from './isIdleLine.ts';
import { parsedLine } from './parsedLine.ts';
import type { ReadPlan } from './scanner/fieldTable.ts';

/**
 * What a line, less its line end, is to a parser: its record, the reason why there is none, or `undefined` when it carries nothing.
 *
 * @param first the first line of a file carries what the file is, however it begins
 */
export function lineContent(
  bytes: Buffer,
  first: boolean,
  plan: ReadPlan | undefined,
): Record<string, unknown> | string | undefined {
  if (bytes.length === 0) return undefined;
  const isIdle = !first && isIdleLine(bytes, plan?.idleStarts ?? []);
  return isIdle ? undefined : parsedLine(bytes);
}
