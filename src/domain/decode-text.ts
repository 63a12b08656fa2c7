import { Failure } from './failure.ts';

/** Bytes as UTF-8 text, without a byte order mark. Throws `malformed-body` for bytes that are not UTF-8. */
export async function* decodeText(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let offset = 0;
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw notUtf8(offset);
    }
  };
  for await (const chunk of stream) {
    const text = decode(chunk);
    offset += chunk.byteLength;
    if (text !== '') yield text;
  }
  const rest = decode();
  if (rest !== '') yield rest;
}

/** The failure of text in another encoding, found in the piece that starts at a byte. */
export function notUtf8(offset: number): Failure {
  return new Failure('malformed-body', `the body is not UTF-8 text (after byte ${offset}): save the file as UTF-8`);
}
