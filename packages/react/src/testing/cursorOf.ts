import { expect } from 'storybook/test';

/** The one element of a chart that is in the tab order of its drawing. */
export function cursorOf(canvas: HTMLElement): HTMLElement {
  const cursors = [...canvas.querySelectorAll<HTMLElement>('[data-part="cursor"][tabindex="0"]:not([hidden])')];
  expect(cursors).toHaveLength(1);
  return cursors[0] as HTMLElement;
}

/** The name of the focused datum. */
export function focusedDatum(): string {
  return document.activeElement?.getAttribute('aria-label') ?? '';
}
