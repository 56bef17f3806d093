import { inRem } from './rem.ts';

const PATHS = {
  cost: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5ZM10 5.9C9.7 5.2 9 4.8 8 4.8c-1.2 0-2 .6-2 1.5 0 2.1 4.1 1 4.1 3.3 0 1-.9 1.6-2.1 1.6-1.1 0-1.9-.5-2.1-1.3M8 3.7v1M8 11.3v1',
  tokens: 'M2.5 5 8 2l5.5 3L8 8 2.5 5ZM2.5 8 8 11l5.5-3M2.5 11 8 14l5.5-3',
  sessions: 'M2.5 3.5h11v8h-6l-3 2.5v-2.5h-2v-8ZM5.3 6.4h5.4M5.3 8.7h3.4',
  cache: 'M9 1.8 3.2 9h4L7 14.2 12.8 7h-4L9 1.8Z',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6v-5ZM5.3 4.4a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8Z',
  warning: 'M8 2.2 14.3 13H1.7L8 2.2ZM8 6.5v3M8 11.3v.1',
  globe:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2 8h12M8 2c2 1.8 2.6 3.8 2.6 6S10 12.2 8 14c-2-1.8-2.6-3.8-2.6-6S6 3.8 8 2Z',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.8V8l2.2 1.6',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.3 2v3M10.7 2v3',
  chevron: 'm4 6 4 4 4-4',
  check: 'm3.5 8.4 3 3 6-6.6',
  cross: 'm4.5 4.5 7 7M11.5 4.5l-7 7',
  pause: 'M6 4.5v7M10 4.5v7',
  play: 'M5.5 4v8l6.5-4-6.5-4Z',
  stop: 'M4.8 4.8h6.4v6.4H4.8z',
  dots: 'M4 8v.1M8 8v.1M12 8v.1',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6',
  help: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM6.3 6.2c.1-1 .8-1.5 1.7-1.5s1.7.6 1.7 1.4c0 1.2-1.6 1.3-1.6 2.5M8 11.2v.1',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  copy: 'M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2',
  bars: 'M3 13V9M6.3 13V6M9.7 13v-3M13 13V4M1.5 14h13',
  up: 'M4.5 11.5l7-7M5.8 4.5h5.7v5.7',
  down: 'M4.5 4.5l7 7M5.8 11.5h5.7V5.8',
} as const;

/** The icons that there are. */
export type IconName = keyof typeof PATHS;

/** A line icon of the kit. It is decoration: what it says stands beside it as text or is the button's name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="uk-icon"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      style={{ width: inRem(size), height: inRem(size) }}
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
