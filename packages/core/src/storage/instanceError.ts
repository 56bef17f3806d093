import { UsageError } from '../errors.ts';

/** What to do where a transaction of the host is over. */
export const ENDED =
  'the transaction that this store was opened in has ended: open a store on the instance itself, or in another transaction';

/** What Kysely says of an instance, or a transaction, that is over, as a `UsageError`; any other error as it is. */
export function instanceError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UsageError) return error;
  const as = (message: string): UsageError => new UsageError('store_unavailable', message, { cause: error });
  if (/transaction is already (committed|rolled back)/i.test(error.message)) return as(ENDED);
  if (/driver has already been destroyed/i.test(error.message)) {
    return as('the Kysely instance that this store was opened on was destroyed: open a store on another one');
  }
  return error;
}
