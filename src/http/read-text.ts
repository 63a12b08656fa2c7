import { decodeText } from '../domain/decode-text.ts';

/** Reads a whole stream as UTF-8 text. The stream's own cap bounds it. Throws as `decodeText`. */
export async function readText(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const part of decodeText(stream)) text += part;
  return text;
}
