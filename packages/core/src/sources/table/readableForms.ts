import { type CursorKind, cursorKind, UNORDERED_FORM } from './cursorForm.ts';

/** More forms than a table that is kept in order has. */
export const MAX_FORMS = 100;

/** In the order in which they win where as many rows are of one as of another. */
const KINDS: readonly CursorKind[] = ['instant', 'local', 'number'];
const SAID: Readonly<Record<CursorKind, string>> = {
  instant: 'is a time with its offset from UTC',
  local: 'is a time without an offset from UTC',
  number: 'is a number',
};

/** What a table answers of the forms that its cursor column has. */
export interface FormQueries {
  /** Forms of rows that have none of these. */
  outside(known: readonly string[]): Promise<string[]>;
  /** How many rows have a form. */
  count(form: string): Promise<number>;
  /** How many rows have none of these. */
  outsideCount(known: readonly string[]): Promise<number>;
}

/** All forms that can be ordered, and whether there are rows without a place, or of a form that is none. */
async function formsOf(
  { outside }: FormQueries,
  known: readonly string[],
): Promise<{ forms: string[]; isUnordered: boolean; isUnusable: boolean }> {
  const isUsable = (form: string): boolean => form !== UNORDERED_FORM && cursorKind(form) !== undefined;
  let forms = known.filter(isUsable);
  let rest = await outside(forms);
  const added = rest.filter((form) => isUsable(form) && !forms.includes(form));
  if (added.length > 0) {
    forms = [...forms, ...added];
    rest = await outside(forms);
  }
  const isUnusable = rest.some((form) => form !== UNORDERED_FORM);
  return { forms, isUnordered: rest.includes(UNORDERED_FORM), isUnusable };
}

/**
 * The forms of cursor values that are read: those of one kind, that of most rows. What is left out is said, with how many rows there are.
 *
 * @param known forms that were read before
 * @param isUtc whether times without an offset are those of UTC, and so comparable with others
 */
export async function readableForms(
  queries: FormQueries,
  known: readonly string[],
  isUtc: boolean,
  { names, say }: { names: { cursor: string; keys: readonly string[] }; say: (reason: string) => void },
): Promise<string[]> {
  const { cursor, keys } = names;
  const { forms, isUnordered, isUnusable } = await formsOf(queries, known);
  if (forms.length > MAX_FORMS) throw new Error(`${cursor} is written in more than ${MAX_FORMS} forms`);
  const unordered = isUnordered ? await queries.count(UNORDERED_FORM) : 0;
  if (isUnordered) say(`${unordered} rows without a value in ${[cursor, ...keys].join(' or ')}`);
  if (isUnusable) {
    const rows = (await queries.outsideCount(forms)) - unordered;
    say(`${rows} rows whose ${cursor} is neither a time in ISO 8601 nor a number from 0 to 2^53 - 1`);
  }
  const kindOf = (form: string): CursorKind | undefined => {
    const kind = cursorKind(form);
    return kind === 'local' && isUtc ? 'instant' : kind;
  };
  const byKind = KINDS.map((kind) => ({ kind, forms: forms.filter((form) => kindOf(form) === kind), rows: 0 }));
  const present = byKind.filter((group) => group.forms.length > 0);
  if (present.length > 1) {
    for (const group of present) for (const form of group.forms) group.rows += await queries.count(form);
  }
  const [read, ...others] = present.toSorted((a, b) => b.rows - a.rows);
  for (const { kind, rows } of others) {
    if (rows === 0) continue;
    say(
      `${rows} rows are not read: their ${cursor} ${SAID[kind]}, and that of most ${SAID[read?.kind ?? kind]}; a cursor column holds numbers, or times in UTC or with their offset`,
    );
  }
  return read?.forms ?? [];
}
