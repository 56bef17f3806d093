import type { ContractTools } from './storeContract.ts';
import { storeEdgeTests } from './storeEdgeTests.ts';
import { storePageTests } from './storePageTests.ts';
import { storeSessionTests } from './storeSessionTests.ts';

/** Single cases beside generated ones: pages, sessions by time and order, edges of time. */
export function storeCaseTests(tools: ContractTools): void {
  storePageTests(tools);
  storeSessionTests(tools);
  storeEdgeTests(tools);
}
