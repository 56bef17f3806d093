import type { Dimension } from '../model/Dimension.ts';
import type { RollupFamily, RollupFilter } from '../model/Rollup.ts';
import type { Coverage } from '../model/UsageAnalytics.ts';
import { familyDimensions, ROLLUP_NAMES } from './rollup.ts';

const FAMILIES: readonly RollupFamily[] = ['usage', 'tools', 'sessions'];

/**
 * The families of facts that a filter cannot narrow, with the names that they do not have: a session has no `kind`, because its requests are of several. A name that no
 * family has is not in the answer: asking for it is an error.
 *
 * @param dimensions what the host declared
 * @example
 * unavailableFamilies({ kind: ['main'] }, []) // => { tools: ['kind'], sessions: ['kind'] }
 * unavailableFamilies({ model: ['a'], colour: ['red'] }, []) // => {}
 */
export function unavailableFamilies(where: RollupFilter, dimensions: readonly Dimension[]): Coverage['unavailable'] {
  const known = FAMILIES.map((family) => ({
    family,
    names: [...ROLLUP_NAMES[family], ...familyDimensions(family, dimensions).map(({ name }) => name)],
  }));
  const asked = Object.keys(where).filter((name) => known.some(({ names }) => names.includes(name)));
  return Object.fromEntries(
    known.flatMap(({ family, names }) => {
      const missing = asked.filter((name) => !names.includes(name));
      return missing.length > 0 ? [[family, missing.toSorted()]] : [];
    }),
  );
}
