import { curveMonotoneX } from '@visx/curve';
import { scaleLinear } from '@visx/scale';
import { area, line } from '@visx/shape';

/** A sparkline of 112 × 36 px. */
export interface SparkLayout {
  line: string;
  area: string;
  end: { x: number; y: number };
}

/** Size of a sparkline in px. */
export const SPARK_BOX = { width: 112, height: 36 } as const;

const r2 = (path: string): string =>
  path.replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 100) / 100));

/**
 * The mean over the seven points up to each point, so that weekends do not dominate. Shorter series are smoothed less; `null` values are left out.
 *
 * @example
 * trailingMean([1, 3, null], 2) // => [1, 2, 3]
 */
export function trailingMean(values: readonly (number | null)[], window: number): (number | null)[] {
  return values.map((_, i) => {
    const own = values.slice(Math.max(0, i - window + 1), i + 1).filter((value) => value !== null);
    return own.length === 0 ? null : own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}

/** A line without an axis, scaled to its own least and largest value; `null` with fewer than three points, which say nothing. */
export function statCardLayout(values: readonly (number | null)[]): SparkLayout | null {
  const smooth = trailingMean(values, values.length >= 14 ? 7 : Math.max(1, Math.floor(values.length / 3)));
  const points = smooth.flatMap((value, i) => (value === null ? [] : [{ i, value }]));
  if (points.length < 3) return null;
  const least = Math.min(...points.map((point) => point.value));
  const most = Math.max(...points.map((point) => point.value));
  const x = scaleLinear<number>({ domain: [0, values.length - 1], range: [3, 106] });
  const y = scaleLinear<number>({ domain: least === most ? [least - 1, least + 1] : [least, most], range: [31, 6] });
  const at = { x: (point: { i: number }) => x(point.i), y: (point: { value: number }) => y(point.value) };
  const last = points.at(-1) as (typeof points)[number];
  return {
    line: r2(line<{ i: number; value: number }>({ ...at, curve: curveMonotoneX })(points) ?? ''),
    area: r2(
      area<{ i: number; value: number }>({ x: at.x, y0: SPARK_BOX.height, y1: at.y, curve: curveMonotoneX })(points) ??
        '',
    ),
    end: { x: Math.round(x(last.i) * 100) / 100, y: Math.round(y(last.value) * 100) / 100 },
  };
}
