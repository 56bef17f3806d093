import type { ReactNode } from 'react';

import type { Box } from './Box.ts';

/** The drawing of a chart. It is hidden from screen readers: the cursor's name and the table say the same in words. */
export function ChartSvg({ box, children }: { box: Box; children: ReactNode }) {
  return (
    <svg
      className="uk-svg"
      viewBox={`0 0 ${box.width} ${box.height}`}
      width={box.width}
      height={box.height}
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}
