import { UsageError } from '../../errors.ts';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Whether the server gave up on a transaction because of another one: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function isPostgresConflict(error: unknown): boolean {
  // Two who make the same table at once meet in the catalogue.
  const text = error instanceof Error ? error.message : '';
  return ['40001', '40P01'].includes(codeOf(error)) || (codeOf(error) === '23505' && text.includes('pg_'));
}

/** The meaning of PostgreSQL's error codes for a store as a whole. */
export function postgresStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UsageError) return error;
  const code = codeOf(error);
  const as = (name: ConstructorParameters<typeof UsageError>[0], message: string): UsageError =>
    new UsageError(name, message, { cause: error });
  if (isPostgresConflict(error) || code === '55P03') {
    return as('store_locked', 'other writers kept the database busy: nothing was written, try again');
  }
  if (code === '57014') {
    return as(
      'store_unavailable',
      'the server stopped a statement that took longer than it allows: nothing was written',
    );
  }
  if (code === '42P01') return as('store_unavailable', 'the tables are missing: call migrate() first');
  if (code === '25006') return as('store_read_only', 'the database does not take writes');
  if (code === '42501') return as('store_unavailable', `the database user lacks a right: ${error.message}`);
  if (code.startsWith('53')) {
    return as('store_unavailable', `the server is out of resources, nothing was written: ${error.message}`);
  }
  const isLost =
    code.startsWith('08') ||
    code.startsWith('57P') ||
    /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|CONNECTION_)/.test(code) ||
    /connection terminated|connection is closed|PGlite is closed/i.test(error.message);
  if (isLost) return as('store_unavailable', `the connection to the database is lost: ${error.message}`);
  return error;
}
