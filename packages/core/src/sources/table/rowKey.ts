import type { PositionValue } from './tableCursor.ts';

const MAX_SHOWN = 60;

type Kind = 'number' | 'text' | 'blob';

/** What values of a column of SQLite are as a rule, by the type that it is declared with. */
function usualKind(declared: string): Kind {
  if (/int/i.test(declared)) return 'number';
  if (/char|clob|text/i.test(declared)) return 'text';
  return /blob/i.test(declared) ? 'blob' : 'number';
}

const kindOf = (type: string): Kind => (type === 'text' || type === 'blob' ? type : 'number');

/** Whether text reads as a number of SQLite does. */
const isNumberText = (text: string): boolean => /^-?\d+$/.test(text) || text === String(Number(text));

/**
 * What names a row in its table: the values of its key as text. SQLite takes values of any type into most columns, and a number and text of its digits are two rows: where
 * a value could be mistaken for another one, and is not of the type that its column has as a rule, the type stands beside it.
 *
 * @param declared types that the columns are declared with; `undefined` where values cannot be of another
 */
export function rowKey(values: readonly PositionValue[], declared: readonly (string | undefined)[]): string {
  const named = values.map(({ value, type }, i) => {
    const [text, of] = [String(value), declared[i]];
    if (of === undefined) return text;
    const [kind, usual] = [kindOf(type), usualKind(of)];
    const isPlain = kind === usual || (kind === 'text' && usual === 'number' && !isNumberText(text));
    return isPlain ? text : [kind, text];
  });
  return JSON.stringify(named);
}

/** A key as messages show it. */
export const shownKey = (values: readonly PositionValue[]): string =>
  JSON.stringify(values.map(({ value }) => String(value))).slice(0, MAX_SHOWN);
