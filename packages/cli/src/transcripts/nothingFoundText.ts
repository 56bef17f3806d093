import { searchedPlaces } from './searchedPlaces.ts';

/**
 * Says that no transcripts were found, and where they were looked for.
 *
 * @param why what could not be read there, in parentheses after a space, or nothing
 */
export function nothingFoundText(paths: readonly string[], why = ''): string {
  const places = searchedPlaces(paths);
  const where =
    places.length > 0 ? places.join(', ') : 'the home folder, which is not known (HOME is empty or no absolute path)';
  return `no transcripts found in ${where}${why}`;
}
