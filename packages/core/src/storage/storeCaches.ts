import { dictionaries } from './dictionaries.ts';
import { DimsetValues } from './dimsetValues.ts';
import type { EngineTraits } from './EngineTraits.ts';
import { KnownKeys } from './KnownKeys.ts';
import type { StoreContext } from './StoreContext.ts';

/** What a store remembers of its database; all of it can be read again. */
export type StoreCaches = Pick<StoreContext, 'dictionaries' | 'dimsetValues' | 'knownKeys'>;

/** Nothing remembered. */
export function emptyCaches(traits: EngineTraits): StoreCaches {
  return { dictionaries: dictionaries(traits), dimsetValues: new DimsetValues(), knownKeys: new KnownKeys() };
}
