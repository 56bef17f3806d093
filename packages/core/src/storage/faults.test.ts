import { sqliteFaultTests } from '../testing/faults/sqliteFaultTests.ts';

sqliteFaultTests();
