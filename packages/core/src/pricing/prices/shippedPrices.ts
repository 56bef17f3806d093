import { deepFrozen } from '../deepFrozen.ts';
import type { PriceRow } from '../PriceRow.ts';
import { generatedTables } from './generated/generatedTables.ts';
import { handRows } from './handRows.ts';
import { tableRows } from './tableRows.ts';

let made: readonly PriceRow[] | undefined;

/** All prices that come with the library: those written by hand, and the generated ones for all else. Made when they are first asked for, always the same frozen list. */
export function shippedPrices(): readonly PriceRow[] {
  return (made ??= deepFrozen([...handRows(), ...generatedTables.flatMap(tableRows)]));
}
