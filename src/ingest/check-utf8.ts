import { notUtf8 } from '../domain/decode-text.ts';

/** Passes bytes on unchanged as long as they are UTF-8. Throws `malformed-body` otherwise. */
export async function* checkUtf8(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let offset = 0;
  for await (const chunk of stream) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      throw notUtf8(offset);
    }
    offset += chunk.byteLength;
    yield chunk;
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(offset);
  }
}
