/** Height of charts that take two columns, by width. */
export function wideHeight(width: number): number {
  return width < 384 ? 232 : width < 600 ? 270 : 350;
}

/** Height of charts that take one column, by width. */
export function narrowHeight(width: number): number {
  return width < 300 ? 212 : width < 384 ? 256 : 280;
}
