import type { PriceRow } from '../PriceRow.ts';
import { generatedTables } from './generated/generatedTables.ts';
import { handRows } from './handRows.ts';
import { tableRows } from './tableRows.ts';

/** All prices that come with the library: those written by hand, and the generated ones for all else. */
export const shippedRows: readonly PriceRow[] = [...handRows, ...generatedTables.flatMap(tableRows)];
