import { expect, it } from 'vitest';

import { toolCall } from '../testing/steadyUsage.ts';
import { sessionRows } from './sessionRows.ts';

it('without a range, its days are all from the first start, request or call to the last', () => {
  const startedAtMs = Date.UTC(2026, 0, 2, 12);
  const [before, after] = [Date.UTC(2026, 0, 1, 3), Date.UTC(2026, 0, 4, 23)];
  const toolCalls = [before, after].map((atMs) => toolCall('t', 's', atMs, { tool: String(atMs) }));
  const session = {
    id: 's',
    project: '',
    status: 'completed',
    startedAtMs,
    lastAtMs: after,
    requests: [],
    toolCalls,
  } as const;
  const { days, rows } = sessionRows([session], {});
  expect(days.map(({ day }) => day)).toEqual(['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04']);
  expect(rows.tools.map(({ key }) => key[0])).toEqual([before, after].map(String));
});
