import { Icon } from './Icon.tsx';

/** What stands in the place of a chart that has nothing to show. */
export function EmptyChart({ children = 'Nothing to show in this range.' }: { children?: string }) {
  return (
    <div className="uk-empty-chart" data-part="empty">
      <span className="uk-tile-big">
        <Icon name="bars" size={28} />
      </span>
      <p>{children}</p>
    </div>
  );
}
