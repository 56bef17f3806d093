import { UsageError } from '../errors.ts';

/**
 * Throws when a descriptor is none.
 *
 * @throws UsageError `invalid_argument`
 */
export function assertDescribed(descriptor: unknown): void {
  if (typeof descriptor === 'object' && descriptor !== null) return;
  throw new UsageError('invalid_argument', 'what is recorded must be described by an object');
}
