import { isSameInAllRegions } from './isSameInAllRegions.ts';

/** What Vertex's resource path of a model says of who made it and where it runs. */
export interface VertexPath {
  publisher: string;
  /** `regional` when it runs in a region, or in one of several that belong together, and that has a price of its own; else `''`. */
  residency: '' | 'regional';
  /** Its location, `''` where that has no price of its own. */
  region: string;
}

/**
 * Reads the parts of `projects/…/locations/…/publishers/…/models/…`, in lower case; `undefined` for any other path.
 *
 * @example
 * vertexPath('projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-5'.split('/'))?.residency // => 'regional'
 */
export function vertexPath(path: readonly string[]): VertexPath | undefined {
  if (path.length < 8 || path.at(-2) !== 'models') return undefined;
  const [projects, , locations, location = '', publishers, publisher = '', , id = ''] = path.slice(-8);
  if (projects !== 'projects' || locations !== 'locations' || publishers !== 'publishers') return undefined;
  const isSame = location === 'global' || (publisher === 'google' && isSameInAllRegions(id));
  return { publisher, residency: isSame ? '' : 'regional', region: isSame ? '' : location };
}
