/** Patterns for what is not fully known: `-partial` lays light stripes over a bar, `-unknown` is grey stripes of its own. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-partial`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="5" style={{ fill: 'var(--uk-surface)', opacity: 0.55 }} />
      </pattern>
      <pattern id={`${id}-unknown`} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="4" height="4" style={{ fill: 'var(--uk-surface)' }} />
        <rect width="1.5" height="4" style={{ fill: 'var(--uk-neutral-mark)' }} />
      </pattern>
    </defs>
  );
}
