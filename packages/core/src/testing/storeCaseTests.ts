import type { ContractTools } from './contractTools.ts';
import { storeEdgeTests } from './storeEdgeTests.ts';
import { storeLimitTests } from './storeLimitTests.ts';
import { storePageTests } from './storePageTests.ts';
import { storeQueryTests } from './storeQueryTests.ts';
import { storeRefusalTests } from './storeRefusalTests.ts';
import { storeSessionTests } from './storeSessionTests.ts';

/** Single cases beside generated ones: pages, sessions by time and order, edges of time, records that are none and those at the limit. */
export function storeCaseTests(tools: ContractTools): void {
  storePageTests(tools);
  storeQueryTests(tools);
  storeSessionTests(tools);
  storeEdgeTests(tools);
  storeRefusalTests(tools);
  storeLimitTests(tools);
}
