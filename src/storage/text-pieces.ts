/** Below the 2 MB that D1 allows for a row and for a bound string. */
const MAX_PIECE_CHARACTERS = 1_000_000;

/** Bytes as texts that each fit a row: base64 of their gzip. */
export async function toPieces(bytes: Uint8Array): Promise<string[]> {
  const text = Buffer.from(await through(new CompressionStream('gzip'), bytes)).toString('base64');
  const pieces = Math.ceil(text.length / MAX_PIECE_CHARACTERS);
  return Array.from({ length: pieces }, (_, at) =>
    text.slice(at * MAX_PIECE_CHARACTERS, (at + 1) * MAX_PIECE_CHARACTERS),
  );
}

/** The bytes that pieces hold, in a buffer of their own. */
export function fromPieces(pieces: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  return through(new DecompressionStream('gzip'), Buffer.from(pieces.join(''), 'base64'));
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const piped = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}
