import { type ReactNode, useContext, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';

import type { Box } from './Box.ts';
import { ChartModeContext } from './ChartMode.ts';
import { inRem, unitPx } from './rem.ts';

/** Widths that are drawn when the real one is not known: the style sheet shows the widest that fits, so text never shrinks below its size. */
export const STATIC_WIDTHS = [256, 308, 384, 600, 840] as const;
/** Width that is assumed where nothing can be measured. */
const FALLBACK_WIDTH = 600;

/** What {@link ChartCanvas} takes. */
export interface ChartCanvasProps {
  /** Least height for a width, declared so that nothing shifts. */
  heightAt: (width: number) => number;
  /** Take the room that a taller card of the same row leaves; needs to be measured, so not without a script. */
  grow?: boolean;
  /** Height of the drawing for 308 px when it stands beside a chart of two columns and nothing can be measured. */
  tallHeight?: number | undefined;
  /** Draws the chart; `live` is false until the page can react. */
  children: (box: Box, live: boolean) => ReactNode;
}

const never = (): (() => void) => () => {};

/**
 * Room for a drawing that needs no script: on the server it is drawn for several widths, of which the style sheet shows one. Once mounted, it is drawn for its real width,
 * in units that grow with the text of the page; its least height is in rem, so that it is measured anew when a person changes the size of the text.
 */
export function ChartCanvas({ heightAt, grow = true, tallHeight, children }: ChartCanvasProps) {
  const mode = useContext(ChartModeContext);
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Box | null>(null);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useLayoutEffect(() => {
    const target = element.current;
    if (!target || mode === 'static') return undefined;
    const measure = (): void => {
      const rect = target.getBoundingClientRect();
      const unit = unitPx();
      const width = Math.round(rect.width / unit) || FALLBACK_WIDTH;
      const height = Math.floor(rect.height / unit);
      setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [mode]);
  if (size !== null) {
    const least = heightAt(size.width);
    // What is drawn does not hold the room open: it could never shrink again.
    return (
      <div className="uk-canvas" data-grow={grow} ref={element} style={{ minHeight: inRem(least) }}>
        <div className="uk-drawing">
          {children({ width: size.width, height: grow ? Math.max(least, size.height) : least }, true)}
        </div>
      </div>
    );
  }
  if (scripted && mode === 'interactive') {
    return (
      <div
        className="uk-canvas"
        data-grow={grow}
        ref={element}
        style={{ minHeight: inRem(heightAt(FALLBACK_WIDTH)) }}
      />
    );
  }
  return (
    <div className="uk-canvas" ref={element}>
      {STATIC_WIDTHS.map((at) => (
        <div key={at} className="uk-variant" data-width={at}>
          {children({ width: at, height: heightAt(at) }, false)}
        </div>
      ))}
      {tallHeight !== undefined && (
        <div className="uk-variant" data-width="308" data-tall>
          {children({ width: 308, height: tallHeight }, false)}
        </div>
      )}
    </div>
  );
}
