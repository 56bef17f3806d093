export type { PgliteDatabase, PgPool, PostgresClient, PostgresJs } from './PostgresClient.ts';
export { postgresStore } from './postgresStore.ts';
