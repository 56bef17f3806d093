import { exactUsd, type RepricingUndo } from '@usagekit/core';
import type { RepricedModelSummary, RepricingSummary } from '@usagekit/core/service';

import { counted, number } from '../counted.ts';
import { printable } from '../printable.ts';

/** The pico-USD of an exact amount. */
const picoOf = (text: string): bigint => {
  const [whole = '', decimals = ''] = text.split('.');
  return BigInt(whole + decimals.padEnd(12, '0'));
};
const usd = (pico: bigint): string => (pico < 0n ? `-$${exactUsd(-pico)}` : `$${exactUsd(pico)}`);
const signed = (pico: bigint): string => (pico > 0n ? `+${usd(pico)}` : usd(pico));

const sum = (models: readonly RepricedModelSummary[], of: (model: RepricedModelSummary) => number): number =>
  models.reduce((all, model) => all + of(model), 0);

/** Columns side by side: the first to the left, all others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const cell = (text: string, i: number): string =>
    i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0);
  return rows.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd());
}

/**
 * What a repricing did or would do, for people: the exact difference of each model. Ends in a line break.
 *
 * @param otherNames names of the same model whose requests were not asked for
 */
export function repriceText(
  { run, dryRun, models, sealedRequests }: RepricingSummary,
  database: string,
  otherNames: readonly string[] = [],
): string {
  const requests = sum(models, (m) => m.requests);
  const changed = sum(models, (m) => m.changed);
  const [filled, unpriced, kept] = [
    sum(models, (m) => m.filled),
    sum(models, (m) => m.unpriced),
    sum(models, (m) => m.kept),
  ];
  const different = models.filter((m) => m.changed > 0);
  const verb = dryRun ? 'would change' : 'changed';
  const totals = different.reduce<readonly [bigint, bigint]>(
    (all, m) => [all[0] + picoOf(m.oldUsd), all[1] + picoOf(m.newUsd)],
    [0n, 0n],
  );
  const row = (name: string, n: number, of: number, [before, after]: readonly [bigint, bigint]): string[] => [
    name,
    number(n),
    number(of),
    usd(before),
    usd(after),
    signed(after - before),
  ];
  const lines = [
    `Looked at ${counted(requests, 'request')}: ${changed === 0 ? 'nothing changes.' : `${verb} ${number(changed)}.`}`,
    ...(different.length > 0
      ? table([
          ['model', 'changed', 'of', 'before', 'after', 'difference'],
          ...different.map((m) =>
            row(printable(m.model) || '(unnamed)', m.changed, m.requests, [picoOf(m.oldUsd), picoOf(m.newUsd)]),
          ),
          ...(different.length > 1
            ? [
                row(
                  'all of these',
                  changed,
                  sum(different, (m) => m.requests),
                  totals,
                ),
              ]
            : []),
        ])
      : []),
    ...(filled > 0 ? [`  ${counted(filled, 'request')} had no price before`] : []),
    ...(unpriced > 0 ? [`  ${counted(unpriced, 'request')} still without a price`] : []),
    ...(kept > 0 ? [`  ${counted(kept, 'request')} kept as billed: no price is known for them now`] : []),
    ...(sealedRequests > 0 ? [`  ${counted(sealedRequests, 'request')} of sealed time left as they are`] : []),
    ...otherNames.map((name) => `  not looked at: ${printable(name)}, another name of the model`),
    ...(run === null ? [] : [`Run ${run}; 'usagekit reprice --undo' takes it back.`]),
    `Database: ${printable(database)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What undoing a repricing did, for people. Ends in a line break. */
export function undoText(undo: RepricingUndo | null, database: string): string {
  if (undo === null) return `There is no repricing to undo.\nDatabase: ${printable(database)}\n`;
  const lines = [
    `Undid run ${undo.run}: ${counted(undo.restored, 'request')} cost what they did before.`,
    ...(undo.kept > 0 ? [`  ${counted(undo.kept, 'request')} changed since by other copies: kept as they are`] : []),
    ...(undo.sealed > 0 ? [`  ${counted(undo.sealed, 'request')} sealed since: left as they are`] : []),
    `Database: ${printable(database)}`,
  ];
  return `${lines.join('\n')}\n`;
}
