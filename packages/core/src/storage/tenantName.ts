import { UsageError } from '../errors.ts';

/**
 * The name of the tenant that a store was opened for; the empty text when none was asked for.
 *
 * @throws UsageError `invalid_argument` when it is there and is no text: a value that is missing must not open somebody else's data
 */
export function tenantNameOf(options: { tenant?: string }): string {
  if (!('tenant' in options)) return '';
  if (typeof options.tenant === 'string') return options.tenant;
  const given = options.tenant === null ? 'null' : typeof options.tenant;
  throw new UsageError('invalid_argument', `tenant is ${given}: it is text, or left out where there are no tenants`);
}
