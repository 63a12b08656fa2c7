import { decodeText } from '../domain/decode-text.ts';
import { Failure } from '../domain/failure.ts';

/** Lines of a body of text, empty ones left out, with their numbers from 1, as they come. Throws `malformed-body` for text that is not UTF-8, `payload-too-large` for a longer line than `mostCharacters`. */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
  mostCharacters: number,
): AsyncGenerator<{ readonly number: number; readonly text: string }[]> {
  let [number, rest] = [0, ''];
  const numbered = (lines: readonly string[]) =>
    lines.map((text) => ({ number: ++number, text })).filter(({ text }) => text.trim() !== '');
  for await (const piece of decodeText(stream as unknown as AsyncIterable<Uint8Array>)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield numbered(lines);
    if (rest.length > mostCharacters) {
      throw new Failure('payload-too-large', `line ${number + 1} is longer than ${mostCharacters} characters`);
    }
  }
  yield numbered([rest]);
}
