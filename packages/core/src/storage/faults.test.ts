import { injectionTests } from '../testing/faults/injectionTests.ts';
import { postgresFaultTests } from '../testing/faults/postgresFaultTests.ts';
import { sqliteFaultTests } from '../testing/faults/sqliteFaultTests.ts';

sqliteFaultTests();
postgresFaultTests();
injectionTests('SQLite', 'sqlite');
injectionTests('PostgreSQL', 'postgres');
injectionTests("PostgreSQL through a host's Kysely", 'host');
