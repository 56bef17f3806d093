import { UsageError } from '../errors.ts';
import { CALL_FIELDS, WORK_FIELDS } from './RecordedUsage.ts';

/** Fields of usage, which `request` takes as its `usage`, and a session with `update` and its ends. */
const USAGE_NAMES = [...CALL_FIELDS, ...WORK_FIELDS];
/** What other libraries call them. */
const OTHER_NAMES = new Map([
  ['modelid', 'model'],
  ['modelname', 'model'],
  ['providerid', 'provider'],
  ['providername', 'provider'],
]);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');

/**
 * Throws when a field that is neither a descriptor's own nor a declared dimension must be a misspelt or misplaced one: as a dimension it would be lost, and the price with it.
 *
 * @param own names of the descriptor's own fields
 * @throws UsageError `invalid_argument`
 */
export function assertMeant(name: string, own: readonly string[]): void {
  const word = plain(name);
  const other = OTHER_NAMES.get(word);
  const meant = own.find((field) => plain(field) === word || field === other);
  const used = USAGE_NAMES.find((field) => plain(field) === word);
  const hint =
    (meant && `did you mean '${meant}'?`) ??
    (used && `state ${used} with the usage`) ??
    (word === 'billing' ? 'billing is an option of usagekit, for all requests or as a function of each' : undefined);
  if (hint === undefined) return;
  const declared = 'a dimension of that name has to be declared';
  throw new UsageError('invalid_argument', `there is no field '${name}' (${hint}); ${declared}`);
}
