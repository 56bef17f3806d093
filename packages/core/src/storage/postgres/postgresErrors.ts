import { UsageError } from '../../errors.ts';
import { ENDED } from '../instanceError.ts';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** A table, or its type, that is there already: two migrations at once, which the second attempt of one finds done. */
const EXISTS = ['42P07', '42710'];

/** Whether the server gave up on a transaction because of another one: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function isPostgresConflict(error: unknown): boolean {
  // Two who make the same table at once meet in the catalogue.
  const text = error instanceof Error ? error.message : '';
  return ['40001', '40P01', ...EXISTS].includes(codeOf(error)) || (codeOf(error) === '23505' && text.includes('pg_'));
}

/** Whether an error says that its connection can answer no more. */
export function isPostgresLoss(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code === '25P03' ||
    /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|CONNECTION_|CONNECT_TIMEOUT)/.test(code) ||
    (error instanceof Error &&
      /connection terminated|is not queryable|after calling end on the pool|connection is closed|PGlite is closed|Query read timeout|timeout exceeded when trying to connect/i.test(
        error.message,
      ))
  );
}

/** The meaning of PostgreSQL's error codes for a store as a whole. */
export function postgresStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UsageError) return error;
  const code = codeOf(error);
  const as = (name: ConstructorParameters<typeof UsageError>[0], message: string): UsageError =>
    new UsageError(name, message, { cause: error });
  if (EXISTS.includes(code)) {
    return as('store_foreign', `${error.message}, and it is not ours: choose another tablePrefix or schema`);
  }
  if (isPostgresConflict(error) || code === '55P03') {
    return as('store_locked', 'other writers kept the database busy: nothing was written, try again');
  }
  if (code === '57014') {
    return as(
      'store_unavailable',
      'the server stopped a statement that took longer than it allows: nothing was written; raise statement_timeout, or write less at once',
    );
  }
  if (code === '42P01') {
    return as('store_unavailable', `${error.message}: call migrate() first, which makes the tables or says what to do`);
  }
  if (code === '25P02') {
    return as(
      'store_unavailable',
      'an earlier statement of this transaction failed, and PostgreSQL takes no other until it is rolled back: roll it back, or to a savepoint before that statement',
    );
  }
  if (code === '25P01') return as('store_unavailable', ENDED);
  if (code === '25006')
    return as('store_read_only', 'the database does not take writes: connect to its primary server');
  if (code === '42501') {
    return as('store_unavailable', `the database user lacks a right: ${error.message}: grant it, or use another user`);
  }
  if (code === '22P05') {
    return as('store_unavailable', `the encoding of the database lacks a character: use one in UTF8: ${error.message}`);
  }
  if (code === '3F000') return as('store_unavailable', `${error.message}: create it first`);
  if (code === '3D000' || code.startsWith('28')) {
    return as('store_unavailable', `the server refuses the connection: ${error.message}: check its URL and password`);
  }
  if (code.startsWith('53')) {
    return as('store_unavailable', `the server is out of resources, nothing was written: ${error.message}`);
  }
  if (isPostgresLoss(error)) {
    return as(
      'store_unavailable',
      `the connection to the database is lost, or none is to be had: ${error.message}. A write under way is there whole or not at all: check the server, then write it again`,
    );
  }
  return error;
}
