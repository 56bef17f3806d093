/**
 * A duration as people say it.
 *
 * @param minutes ≥ 0
 * @example
 * shownDuration(65) // => '1 h 05 m'
 * shownDuration(57.4) // => '57 m'
 * shownDuration(0.2) // => '< 1 m'
 * shownDuration(4000) // => '2 d 18 h'
 */
export function shownDuration(minutes: number): string {
  if (minutes > 0 && minutes < 1) return '< 1 m';
  const whole = Math.round(minutes);
  if (whole < 60) return `${whole} m`;
  if (whole < 2880) return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, '0')} m`;
  return `${Math.floor(whole / 1440)} d ${Math.floor((whole % 1440) / 60)} h`;
}
