import { UsageError } from '../errors.ts';
import type { UsageStore } from '../storage/UsageStore.ts';

/**
 * A store that takes calls until `end()`, and rejects those that come later with `store_unavailable`: also where closing a store leaves its database open, because that is
 * the host's.
 */
export function closableStore(store: UsageStore): { store: UsageStore; end(): void } {
  let hasEnded = false;
  return {
    store: new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...of: unknown[]): unknown =>
          hasEnded
            ? Promise.reject(
                new UsageError('store_unavailable', 'close() was called: open another store for what comes later'),
              )
            : Reflect.apply(member, target, of);
      },
    }),
    end: () => {
      hasEnded = true;
    },
  };
}
