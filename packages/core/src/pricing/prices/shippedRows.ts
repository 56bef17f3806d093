import type { PriceRow } from '../PriceRow.ts';
import { shippedPrices } from './shippedPrices.ts';

/** All prices that come with the library: those written by hand, and the generated ones for all else. */
export const shippedRows: readonly PriceRow[] = /* @__PURE__ */ shippedPrices();
