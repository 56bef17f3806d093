/**
 * What the values of one form say: a number, an instant (their offset from UTC is stated), or what a clock shows. Only values of one form are compared by the
 * database; only those of one kind are compared with each other.
 */
export type CursorKind = 'number' | 'instant' | 'local';

/** Forms as the statements name them: of rows without a place, and of numbers. */
export const UNORDERED_FORM = 'none';
export const NUMBER_FORM = 'number';

/** Types of PostgreSQL by what they hold; text is told apart by its form. */
const NUMBER_TYPES = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];
const TEXT_TYPES = ['text', 'character varying', 'character', 'name', 'citext'];

const TIME_TYPES = ['date', 'timestamp without time zone', 'timestamp with time zone'];

/** Whether values of a type of PostgreSQL have a JSON that says no more and no less than their text: words, numbers, times in ISO 8601. */
export function isPlainType(type: string): boolean {
  return NUMBER_TYPES.includes(type) || TEXT_TYPES.includes(type) || TIME_TYPES.includes(type);
}

/** What all values of a column of PostgreSQL are; `undefined` when it is text, which has a form a row. */
export function typeForm(type: string | undefined): string | undefined {
  if (type === undefined) return 'type unknown';
  if (NUMBER_TYPES.includes(type)) return NUMBER_FORM;
  return TEXT_TYPES.includes(type) ? undefined : `type ${type}`;
}

const DIGITS = /^digits (\d+)$/;
const TEXT = /^text (\d+)\|(.?)\|(.*)$/s;
const ZONE = /^ ?(?:Z|[+-]\d\d(?::?\d\d)?)$/i;

/** Lengths of `10:00`, `10:00:00` and of the latter with one to nine digits after the point. */
const isTimeLength = (length: number): boolean => length === 5 || length === 8 || (length >= 10 && length <= 18);

/**
 * What values of a form say; `undefined` when they cannot be ordered. Text of a form has a fixed length, separator and end, so that its order as text is that in time.
 *
 * @param form as `TableStatements.forms` names it
 */
export function cursorKind(form: string): CursorKind | undefined {
  if (form === NUMBER_FORM) return 'number';
  if (form === 'type timestamp without time zone') return 'local';
  // Of other types the values themselves tell, row by row.
  if (form.startsWith('type ')) return 'instant';
  const digits = DIGITS.exec(form);
  if (digits) return digits[1] === '0' ? undefined : 'number';
  const [, length = '', separator = '', end = ''] = TEXT.exec(form) ?? [];
  if (separator === '') return length === '10' ? 'local' : undefined;
  if (!/[T ]/i.test(separator) || !isTimeLength(Number(length) - 11 - end.length)) return undefined;
  return end === '' ? 'local' : ZONE.test(end) ? 'instant' : undefined;
}

/**
 * The pattern that text of a form has, digits shown as `any`; `undefined` when it is not text, or none that can be ordered. It is cheaper to compare than the form.
 *
 * @example
 * formPattern('text 20|T|Z', '?') // => '????-??-??T??:??:??Z'
 */
export function formPattern(form: string, any: string): string | undefined {
  const [, length = '', separator = '', end = ''] = TEXT.exec(form) ?? [];
  if (length === '' || cursorKind(form) === undefined) return undefined;
  const time = 'dd:dd:dd.ddddddddd'.slice(0, Math.max(0, Number(length) - 11 - end.length));
  return `dddd-dd-dd${separator}${time}`.replaceAll('d', any) + end;
}
