import { ledgerKey } from '../metrics/Ledger.ts';
import { hash63 } from '../model/hash63.ts';

/** The source that was asked for last, and what its keys begin with. */
let [lastSource, prefix] = ['', ledgerKey('', '')];

/** The 63-bit key of a source's record: ids are unique within their source only. */
export function storedKey(source: string, id: string): bigint {
  if (source !== lastSource) [lastSource, prefix] = [source, ledgerKey(source, '')];
  return hash63(id, prefix);
}
