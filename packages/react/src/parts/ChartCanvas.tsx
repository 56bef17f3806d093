import { type ReactNode, useContext, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';

import type { Box } from './Box.ts';
import { ChartModeContext } from './ChartMode.ts';

/** Widths that are drawn when the real one is not known: the style sheet shows the widest that fits, so text never shrinks below its size. */
export const STATIC_WIDTHS = [256, 308, 384, 600, 840] as const;
/** Width that is assumed where nothing can be measured. */
const FALLBACK_WIDTH = 600;

/** What {@link ChartCanvas} takes. */
export interface ChartCanvasProps {
  /** Height for a width, declared so that nothing shifts. */
  heightAt: (width: number) => number;
  /** Draws the chart; `live` is false until the page can react. */
  children: (box: Box, live: boolean) => ReactNode;
}

const never = (): (() => void) => () => {};

/**
 * Room for a drawing that needs no script: on the server it is drawn for several widths, of which the style sheet shows one. Once mounted, it is drawn for its real width.
 */
export function ChartCanvas({ heightAt, children }: ChartCanvasProps) {
  const mode = useContext(ChartModeContext);
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useLayoutEffect(() => {
    const target = element.current;
    if (!target || mode === 'static') return undefined;
    const measure = (): void => setWidth(Math.round(target.getBoundingClientRect().width) || FALLBACK_WIDTH);
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [mode]);
  const draw = (at: number, live: boolean): ReactNode => children({ width: at, height: heightAt(at) }, live);
  if (width !== null) {
    return (
      <div className="uk-canvas" ref={element}>
        {draw(width, true)}
      </div>
    );
  }
  if (scripted && mode === 'interactive') {
    return <div className="uk-canvas" ref={element} style={{ minHeight: heightAt(FALLBACK_WIDTH) }} />;
  }
  return (
    <div className="uk-canvas" ref={element}>
      {STATIC_WIDTHS.map((at) => (
        <div key={at} className="uk-variant" data-width={at}>
          {draw(at, false)}
        </div>
      ))}
    </div>
  );
}
