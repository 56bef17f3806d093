/** The first version of the agent whose counters go on in a resumed session; before it each process counted for itself. Source: `sdk.d.ts` of 0.3.276 and 0.3.277. */
const COUNTS_ON: readonly number[] = [2, 1, 277];

/**
 * Whether an agent's counters go on in a resumed session. The first agents did not state their version.
 *
 * @param version `claude_code_version` of the agent; `''` when absent
 * @example
 * countsOn('2.1.332') // => true
 * countsOn('') // => false
 */
export function countsOn(version: string): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const differs = COUNTS_ON.findIndex((part, i) => parts[i] !== part);
  return differs < 0 || (parts[differs] ?? 0) > (COUNTS_ON[differs] ?? 0);
}
