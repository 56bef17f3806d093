import { openSqlite, sqliteStore } from '@usagekit/core/sqlite';
import { usagekit } from '@usagekit/core/service';
import { claudeCode } from '@usagekit/core/sources/claude-code';

const usage = usagekit({
  store: sqliteStore(openSqlite('usage.db')),
  timeZone: 'Europe/Berlin',
  sources: [claudeCode()],
});
await usage.migrate();
await usage.sync();

const { cost, sessions, coverage } = await usage.service.getAnalytics('30d');
console.log(`${sessions.total} sessions cost $${cost.totalUsd.toFixed(2)}`);
if (coverage.unpricedRequests > 0) console.log(`${coverage.unpricedRequests} requests have no known price`);
await usage.close();
