import type { StoreDatabase } from '../../testing/contractTools.ts';
import { storeContract } from '../../testing/storeContract.ts';
import type { UsageStore } from '../UsageStore.ts';
import { memoryStore } from './memoryStore.ts';

storeContract('memory', {
  create: async (): Promise<StoreDatabase> => {
    const stores = new Map<string, UsageStore>();
    return {
      open: async (tenant = '') => {
        const store = stores.get(tenant) ?? memoryStore();
        stores.set(tenant, store);
        return store;
      },
      remove: () => stores.clear(),
    };
  },
});
