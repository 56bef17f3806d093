import type { UsageSession } from './UsageSession.ts';

/** Whether a cost of a session is known, however many requests its records stand for. */
export const isPriced = ({ requests }: Pick<UsageSession, 'requests'>): boolean =>
  requests.some(({ cost }) => cost.nanoUsd !== null);
