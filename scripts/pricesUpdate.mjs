// Reads the price list of the installed @pydantic/genai-prices into packages/core/src/pricing/prices/generated/ and reports what is new:
//   pnpm prices:update [--day 2026-09-23] [--dry-run]
// Nothing that is there is edited or removed. A price that differs from the last reading gets a further row, known since the day of this one; a price
// written by hand in pricing/prices/ is never generated; run this after writing one, too: the hash of all shipped rows is kept with the generated ones.
// --day is the day on which the list was published; absent = today (UTC). Needs Node 24.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pricing = join(root, 'packages/core/src/pricing');
const load = (file) => import(pathToFileURL(join(pricing, file)));
const { values: options } = parseArgs({
  options: { day: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
});
const day = options.day ?? new Date().toISOString().slice(0, 10);
if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error(`--day ${day}: write a day such as 2026-09-23`);

const { isOfOpenRouter } = await load('importers/isOfOpenRouter.ts');
/** Providers of the list whose models are read: what the table is called, and which models of a provider that sells others' too. */
const PROVIDERS = [
  ['anthropic', ['anthropic']],
  ['openai', ['openai']],
  ['google', ['google'], (id) => !id.startsWith('claude-')],
  ['xai', ['x-ai']],
  ['mistral', ['mistral']],
  ['deepseek', ['deepseek']],
  ['moonshot', ['moonshotai']],
  ['minimax', ['minimax']],
  ['zai', ['zai', 'zhipuai']],
  // The list has no provider for Alibaba: Qwen models are in it as OpenRouter sells them. Open models have no price but a platform's own.
  [
    'openrouter',
    ['openrouter'],
    (id) =>
      /^qwen\/|^(?:qwen|qwq)|^(?:google\/|openai\/)?(?:gemma|gpt-oss)-|^deepseek\/deepseek-(?:chat-v3-0324|r1-0528)$/.test(
        id,
      ) ||
      (/^(?:deepseek|minimax|mistralai|moonshotai)\//.test(id) && isOfOpenRouter(id.replace(/.*\//, ''))),
  ],
];
const ID_PREFIX = 'genai/';

const core = createRequire(join(root, 'packages/core/package.json'));
const entry = core.resolve('@pydantic/genai-prices');
const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8'));
const list = await core('@pydantic/genai-prices').waitForUpdate();

const { genaiPriceRows } = await load('importers/genaiPriceRows.ts');
const { mergedPrices } = await load('importers/mergedPrices.ts');
const { priceGaps } = await load('importers/priceGaps.ts');
const { priceTable } = await load('importers/priceTable.ts');
const { priceBook } = await load('priceBook.ts');
const { handRows } = await load('prices/handRows.ts');
const { generatedTables } = await load('prices/generated/generatedTables.ts');
const { tableRows } = await load('prices/tableRows.ts');
const { rowsHash } = await load('rowsHash.ts');

const handBook = priceBook({ rows: handRows() });
const earlier = generatedTables.flatMap(tableRows);
const tables = [];
const counts = { kept: 0, added: 0, changed: 0, withdrawn: 0, calledOff: 0, byHand: 0, rejected: 0 };
const line = (mark, row, rest = '') => console.log(`  ${mark} ${row.id}  ${JSON.stringify(row.rates)}${rest}`);

for (const [name, ids, isOurs = () => true] of PROVIDERS) {
  const imported = ids.map((id) => {
    const provider = list.find((it) => it.id === id);
    if (provider === undefined) throw new Error(`${id} is not in @pydantic/genai-prices ${version}`);
    const models = provider.models.filter(
      (model) => isOurs(model.id) && !(isOfOpenRouter(model.id) && id !== 'openrouter'),
    );
    return genaiPriceRows([{ ...provider, models }], {
      knownFrom: day,
      source: provider.pricing_urls?.[0] ?? 'https://github.com/pydantic/genai-prices',
      idPrefix: ID_PREFIX,
    });
  });
  const found = imported.flatMap(({ rows }) => rows);
  const rejected = imported.flatMap((it) => it.rejected);
  const gaps = priceGaps(found, handBook);
  const before = earlier.filter(({ provider }) => provider === name);
  const merged = mergedPrices(before, gaps, day);
  // A row of an earlier reading that has been written by hand since is not withdrawn.
  const withdrawn = merged.withdrawn.filter(
    (row) => !found.some((it) => it.model === row.model && it.validFrom === row.validFrom),
  );
  console.log(`${name}: ${found.length} prices in the list, ${found.length - gaps.length} of them written by hand`);
  for (const row of merged.added) line('+', row);
  for (const { before: old, after } of merged.changed) line('~', after, `  was ${JSON.stringify(old.rates)}`);
  for (const row of withdrawn) line('-', row, '  no longer in the list; kept');
  for (const row of merged.calledOff) line('!', row, '  called off before it came into force');
  for (const { model, part, reason } of rejected) console.log(`  x ${model} [${part}] ${reason}`);
  counts.kept += before.length;
  counts.added += merged.added.length;
  counts.changed += merged.changed.length;
  counts.withdrawn += withdrawn.length;
  counts.calledOff += merged.calledOff.length;
  counts.byHand += found.length - gaps.length;
  counts.rejected += rejected.length;
  if (merged.rows.length > 0) tables.push(priceTable(name, merged.rows, { idPrefix: ID_PREFIX }));
}

console.log(
  `\n@pydantic/genai-prices ${version}, read as of ${day}: ${Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')}`,
);

if (!options['dry-run']) {
  const folder = join(pricing, 'prices/generated');
  mkdirSync(folder, { recursive: true });
  const head =
    '// Generated by `pnpm prices:update` from @pydantic/genai-prices (MIT). Do not edit: a price written by hand in ../ wins.\n';
  for (const table of tables) {
    writeFileSync(
      join(folder, `${table.provider}Generated.ts`),
      `${head}import type { PriceTable } from '../PriceTable.ts';

/** Prices of ${table.provider} as a public price list has them, where none is written by hand. */
export const ${table.provider}Generated: PriceTable = ${JSON.stringify(table)};
`,
    );
  }
  const names = tables.map(({ provider }) => `${provider}Generated`);
  writeFileSync(
    join(folder, 'generatedTables.ts'),
    `${head}${names.map((name) => `import { ${name} } from './${name}.ts';\n`).join('')}import type { PriceTable } from '../PriceTable.ts';

/** One table a provider. */
export const generatedTables: readonly PriceTable[] = [${names.join(', ')}];
`,
  );
  writeFileSync(
    join(folder, 'shippedHash.ts'),
    `${head}import type { RowsHash } from '../../rowsHash.ts';

/** \`rowsHash\` of the shipped rows, because making it takes longer than all else at the start of a program. */
export const shippedHash: RowsHash = ${JSON.stringify(rowsHash([...handRows(), ...tables.flatMap(tableRows)]))};
`,
  );
  // Written as the formatter would, so that a second run changes nothing.
  const formatted = spawnSync(join(root, 'node_modules/.bin/oxfmt'), [folder], { cwd: root, stdio: 'inherit' });
  if (formatted.status !== 0) throw new Error('the generated files could not be formatted');
}
