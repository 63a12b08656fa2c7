/** Size at which readers take their input: large enough to be quick, small enough to hold few rows. */
export const CHUNK_BYTES = 65_536;

/** Bytes in pieces of 64 KiB, the last one shorter, whatever the pieces in which they come: neither one huge piece nor a million tiny ones. */
export async function* rechunk(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  for await (const given of stream) {
    for (let from = 0; from < given.length; ) {
      const taken = given.subarray(from, from + CHUNK_BYTES - filled);
      piece.set(taken, filled);
      filled += taken.length;
      from += taken.length;
      if (filled === CHUNK_BYTES) {
        yield piece;
        piece = new Uint8Array(CHUNK_BYTES);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
