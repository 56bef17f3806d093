import { createContext, useContext } from 'react';

import { type DateFormats, dateFormats } from './DateFormats.ts';
import { type NumberFormats, numberFormats } from './NumberFormats.ts';

/** Numbers and dates of one language. */
export type Formats = NumberFormats & DateFormats;

/** The language that numbers and dates are written in below this point; `en-US` without a provider, never that of the machine. */
export const LocaleContext = createContext('en-US');

const made = new Map<string, Formats>();

/** All formats of one language in one object, the same one every time. */
export function formatsOf(locale: string): Formats {
  const formats = made.get(locale) ?? { ...numberFormats(locale), ...dateFormats(locale) };
  made.set(locale, formats);
  return formats;
}

/** The formats of the language in force. */
export function useFormats(): Formats {
  return formatsOf(useContext(LocaleContext));
}
