/** Units of a drawing in a rem: with the text of a browser as it comes, one is a CSS px. Drawings grow with the text that a person sets. */
export const UNITS_PER_REM = 16;

/**
 * A length of a drawing in CSS.
 *
 * @example
 * inRem(228) // => '14.25rem'
 */
export function inRem(units: number): string {
  return `${units / UNITS_PER_REM}rem`;
}

/** CSS px of one unit of a drawing on this page. */
export function unitPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / UNITS_PER_REM || 1;
}
