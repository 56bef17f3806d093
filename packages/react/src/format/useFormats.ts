import { createContext, useContext } from 'react';

import { type DateFormats, dateFormats } from './DateFormats.ts';
import { type NumberFormats, numberFormats } from './NumberFormats.ts';

/** Numbers and dates of one language. */
export type Formats = NumberFormats & DateFormats;

const DEFAULT_LOCALE = 'en-US';

/** The language that numbers and dates are written in below this point; `en-US` without a provider, never that of the machine. */
export const LocaleContext = createContext(DEFAULT_LOCALE);

const made = new Map<string, Formats>();

/**
 * A locale as `Intl` takes it. The spelling of POSIX is taken too; what names no language that is known is `en-US`, so that a wrong setting does not take the page down.
 *
 * @example
 * localeTag('de_DE.UTF-8') // => 'de-DE'
 * localeTag('C') // => 'en-US'
 */
export function localeTag(locale: string): string {
  try {
    const tag = locale.replace(/[.@].*$/, '').replaceAll('_', '-');
    // For a language that it does not know, `Intl` would take that of the machine.
    return Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? DEFAULT_LOCALE;
  } catch {
    return DEFAULT_LOCALE;
  }
}

/**
 * All formats of one language in one object, the same one every time.
 *
 * @param locale a BCP 47 tag, or a locale of POSIX such as `de_DE`; `en-US` stands in for what is neither
 */
export function formatsOf(locale: string): Formats {
  const tag = localeTag(locale);
  const formats = made.get(locale) ?? { ...numberFormats(tag), ...dateFormats(tag) };
  made.set(locale, formats);
  return formats;
}

/** The formats of the language in force. */
export function useFormats(): Formats {
  return formatsOf(useContext(LocaleContext));
}
