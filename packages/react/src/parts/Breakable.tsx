import { Fragment } from 'react';

/** A name that may break after `/`, `\\`, `_` and `.` rather than inside a word. Hyphens do so by themselves. */
export function Breakable({ children }: { children: string }) {
  const parts = children.split(/(?<=[/\\_.])(?=[^/\\_.])/);
  if (parts.length === 1) return children;
  return parts.map((part, i) => (
    // oxlint-disable-next-line react/no-array-index-key -- Parts may repeat: their place is their identity
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
