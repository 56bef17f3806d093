/** How far a file of a source has been read. Written together with the records it accounts for. */
export interface SourceCursor {
  /** Absolute path of the file. */
  file: string;
  /** Bytes read: the end of the last whole line. */
  offset: number;
  /** Size and modification time when it was read: equal means that there is nothing new. */
  size: number;
  mtimeMs: number;
  /** Hashes of the first bytes of the file and of those before `offset`, to notice that another file took its place. */
  fingerprint: string;
  /** The source's own reading state at `offset`, as JSON. */
  state: string;
}
