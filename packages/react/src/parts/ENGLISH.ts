/**
 * What every component of the kit says of its own words, which are English whatever page they stand on: a page that runs from right to left must not turn its
 * sentences and drawings. Components whose words are the host's take their direction from these and leave the language to the page.
 */
export const ENGLISH = { dir: 'ltr', lang: 'en' } as const;
