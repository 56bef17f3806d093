import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const JSON_FILE = fileURLToPath(new URL('last-result.json', import.meta.url));
const PAGE_FILE = fileURLToPath(new URL('last-result.md', import.meta.url));
const TITLES = {
  kills: 'Processes killed, and processes at once',
  contract: 'Store contract',
  fuzz: 'Damaged lines',
};

/** A setting is what a test does at most: it may have a smaller number of its own. */
const countText = ([name, n]) =>
  name.startsWith('USAGEKIT_')
    ? `up to ${n} ${name
        .replace(/^USAGEKIT_(CONTRACT|FUZZ)_/, '')
        .replace('_', ' ')
        .toLowerCase()}`
    : `${n} ${name}`;

const rowText = ({ what, failed, ...counts }) =>
  `| ${what} | ${Object.entries(counts).map(countText).join(', ')} | ${failed} |`;

const partText = (name, { date, commit, node, seed, minutes, failures, rows }) =>
  [
    `## ${TITLES[name] ?? name}`,
    '',
    `${date}, commit ${commit}, Node ${node}, seed ${seed}, ${minutes} min: ${failures === 0 ? 'nothing failed' : `**${failures} failed**`}.`,
    '',
    '| what | how much | failed |',
    '| --- | --- | --- |',
    ...rows.map(rowText),
    '',
  ].join('\n');

/** Keeps the result of a part; those of the others stay as they are. */
export function writeResult(name, result) {
  const all = existsSync(JSON_FILE) ? JSON.parse(readFileSync(JSON_FILE, 'utf8')) : {};
  all[name] = result;
  const parts = Object.keys(TITLES).filter((part) => part in all);
  writeFileSync(JSON_FILE, `${JSON.stringify(Object.fromEntries(parts.map((part) => [part, all[part]])), null, 2)}\n`);
  const text = parts.map((part) => partText(part, all[part])).join('\n');
  writeFileSync(PAGE_FILE, `# Last result of \`pnpm soak\`\n\n${text}`);
}
