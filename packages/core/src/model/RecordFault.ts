/** Why no store takes a record, in words: data that a source got wrong, or a host's record. What it means for the caller is said by whoever asks. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';
}
