import { useId } from 'react';

/** An id that is the same on server and client and safe in `url(#…)`, CSS and XML, whatever characters React uses. */
export function useDomId(): string {
  return `uk-${useId().replace(/[^A-Za-z0-9_-]/g, '')}`;
}
