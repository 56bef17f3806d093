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

/**
 * The forms of cursor values that are read: those of one kind, that of most rows. What is left out is said, with how many rows there are.
 *
 * @param forms all that the table has
 * @param isUtc whether times without an offset are those of UTC, and so comparable with others
 * @param countOf how many rows have a form
 */
export async function readableForms(
  forms: readonly string[],
  isUtc: boolean,
  countOf: (form: string) => Promise<number>,
  { names, say }: { names: { cursor: string; keys: readonly string[] }; say: (reason: string) => void },
): Promise<string[]> {
  const { cursor, keys } = names;
  const kindOf = (form: string): CursorKind | undefined => {
    const kind = form === UNORDERED_FORM ? undefined : cursorKind(form);
    return kind === 'local' && isUtc ? 'instant' : kind;
  };
  const total = async (of: readonly string[]): Promise<number> => {
    let rows = 0;
    for (const form of of) rows += await countOf(form);
    return rows;
  };
  const noPlace = forms.filter((form) => form === UNORDERED_FORM);
  if (noPlace.length > 0) say(`${await total(noPlace)} rows without a value in ${[cursor, ...keys].join(' or ')}`);
  const unusable = forms.filter((form) => form !== UNORDERED_FORM && kindOf(form) === undefined);
  if (unusable.length > 0) {
    say(`${await total(unusable)} rows whose ${cursor} is neither a time in ISO 8601 nor a number from 0 to 2^53 - 1`);
  }
  const byKind = KINDS.map((kind) => ({ kind, forms: forms.filter((form) => kindOf(form) === kind), rows: 0 }));
  const present = byKind.filter((group) => group.forms.length > 0);
  if (present.length > 1) for (const group of present) group.rows = await total(group.forms);
  const [read, ...others] = present.toSorted((a, b) => b.rows - a.rows);
  for (const { kind, rows } of others) {
    say(
      `${rows} rows are not read: their ${cursor} ${SAID[kind]}, and that of most ${SAID[read?.kind ?? kind]}; a cursor column holds numbers, or times in UTC or with their offset`,
    );
  }
  return read?.forms ?? [];
}
