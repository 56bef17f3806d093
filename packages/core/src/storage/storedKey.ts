import { ledgerKey } from '../metrics/Ledger.ts';
import { hash63 } from '../model/hash63.ts';

/** The 63-bit key of a source's record: ids are unique within their source only. */
export function storedKey(source: string, id: string): bigint {
  return hash63(id, ledgerKey(source, ''));
}
