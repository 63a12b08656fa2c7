/** A multiple of 3, so that each piece is base64 by itself, of a million characters: a row and a bound string of D1 hold 2 MB. */
const PIECE_BYTES = 750_000;

/** Bytes as texts that each fit a row: base64 of a part of their gzip. */
export async function toPieces(bytes: readonly Uint8Array[]): Promise<string[]> {
  const gzip = await collect(streamOf(partsOfAll(bytes)).pipeThrough(new CompressionStream('gzip')));
  return Array.from(parts(gzip), (part) => Buffer.from(part.buffer, part.byteOffset, part.length).toString('base64'));
}

/** The bytes that pieces hold, in a buffer of their own. The pieces are decoded one by one: together they may be large. */
export function fromPieces(pieces: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  return collect(streamOf(decoded(pieces)).pipeThrough(new DecompressionStream('gzip')));
}

function* decoded(pieces: readonly string[]): Generator<Uint8Array<ArrayBuffer>> {
  for (const piece of pieces) yield new Uint8Array(Buffer.from(piece, 'base64'));
}

function* partsOfAll(all: readonly Uint8Array[]): Generator<Uint8Array<ArrayBuffer>> {
  for (const bytes of all) yield* parts(bytes);
}

function* parts(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES) as Uint8Array<ArrayBuffer>;
  }
}

function streamOf(chunks: Iterator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull(controller) {
      const { done, value } = chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
