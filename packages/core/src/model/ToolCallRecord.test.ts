import { expect, it } from 'vitest';

import { OUTCOMES_JOINED, TOOL_OUTCOMES } from './ToolCallRecord.ts';

it('every outcome, and nothing else, has a place in the join order', () => {
  expect(OUTCOMES_JOINED.toSorted()).toEqual(TOOL_OUTCOMES.toSorted());
});
