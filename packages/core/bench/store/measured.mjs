// How figures are taken and printed.

/** The middle one; of an even number, the upper of the two. */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** What earlier work left to be done, collecting garbage above all, is done before the clock starts. */
const SETTLED_MS = 50;
export const settled = () => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

/** Wall time of some work in ms, and what it returned. */
export async function timed(work) {
  const started = process.hrtime.bigint();
  const result = await work();
  return { ms: Number(process.hrtime.bigint() - started) / 1e6, result };
}

/** A number with as many digits as can be told apart. */
export function short(n) {
  if (!Number.isFinite(n)) return '–';
  if (Math.abs(n) >= 100) return Math.round(n).toLocaleString('en-US');
  return n.toFixed(Math.abs(n) >= 10 ? 1 : Math.abs(n) >= 1 ? 2 : 3);
}

/** `median (least–greatest)`. */
export const spread = (numbers) =>
  numbers.length === 0
    ? '–'
    : numbers.length === 1
      ? `${short(numbers[0])} (once)`
      : `${short(median(numbers))} (${short(Math.min(...numbers))}–${short(Math.max(...numbers))})`;

/** A verdict on a figure that must not be above (or, with `least`, below) a bar. */
export const verdict = (value, bar, { least = false } = {}) =>
  (least ? value >= bar : value <= bar) ? 'met' : 'MISSED';

/** Prints a table in Markdown, its columns aligned. */
export function printTable(title, header, rows) {
  const all = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [first, ...rest] = all;
  const rule = `|${widths.map((n) => '-'.repeat(n + 2)).join('|')}|`;
  console.log(`\n${title}\n\n${[line(first), rule, ...rest.map(line)].join('\n')}`);
}
