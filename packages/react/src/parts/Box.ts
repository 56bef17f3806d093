/** The size of a drawing in sixteenths of a rem: CSS px while the text has the size that browsers give it. */
export interface Box {
  width: number;
  height: number;
}

/** The part of a box that marks may use; the rest holds the axes. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
