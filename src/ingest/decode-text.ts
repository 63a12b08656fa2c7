import { Failure } from '../domain/failure.ts';

/** Bytes as UTF-8 text, without a byte order mark. Throws `malformed-body` for bytes that are not UTF-8. */
export async function* decodeText(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let offset = 0;
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new Failure('malformed-body', `the body is not UTF-8 text (near byte ${offset}): save it as UTF-8`);
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
