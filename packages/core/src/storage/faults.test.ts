import { injectionTests } from '../testing/faults/injectionTests.ts';
import { killTests } from '../testing/faults/killTests.ts';
import { postgresFaultTests } from '../testing/faults/postgresFaultTests.ts';
import { postgresRefusalTests } from '../testing/faults/postgresRefusalTests.ts';
import { sqliteFaultTests } from '../testing/faults/sqliteFaultTests.ts';

// The small tier; `pnpm soak` runs the full numbers.
killTests();
sqliteFaultTests();
postgresFaultTests();
postgresRefusalTests();
injectionTests('SQLite', 'sqlite');
injectionTests('PostgreSQL', 'postgres');
