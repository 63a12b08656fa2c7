import type { PlanFileReader } from '../application/plan-transfer.ts';
import { decodeText } from '../domain/decode-text.ts';
import { Failure } from '../domain/failure.ts';
import { parseJson } from '../domain/parse-json.ts';
import type { PlanFileLine } from '../domain/plan-file.ts';
import { shorten } from '../domain/shorten.ts';
import { utf8Length } from '../domain/utf8-length.ts';
import { isObject } from './object-row.ts';
import { pickReader } from './pick-reader.ts';
import { rechunk } from './rechunk.ts';

/** Longest line, in characters: an account may have 100,000 characters that JSON writes as six each. */
const MAX_LINE_LENGTH = 1_900_000;

const READERS = { 'application/x-ndjson': lines };

/** Reads plan files, a line at a time. */
export const planFileReader: PlanFileReader = {
  read: (mediaType, body) =>
    pickReader<(body: ReadableStream<Uint8Array>) => AsyncIterable<PlanFileLine>>(READERS, mediaType)(body),
};

async function* lines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<PlanFileLine> {
  let line = 0;
  // Pieces of a line that is not whole yet, joined once: a long line comes in many.
  let pieces: string[] = [];
  let length = 0;
  for await (const chunk of decodeText(rechunk(stream))) {
    const [first = '', ...others] = chunk.split('\n');
    pieces.push(first);
    length += first.length;
    for (const next of others) {
      line++;
      const text = pieces.join('');
      if (text.trim() !== '') yield readLine(text, line);
      pieces = [next];
      length = next.length;
    }
    if (length > MAX_LINE_LENGTH) {
      throw new Failure('payload-too-large', `line ${line + 1} is longer than ${MAX_LINE_LENGTH} characters`);
    }
  }
  const rest = pieces.join('');
  if (rest.trim() !== '') yield readLine(rest, line + 1);
}

function readLine(text: string, line: number): PlanFileLine {
  try {
    const value = parseJson(text);
    if (isObject(value)) return { line, value, bytes: utf8Length(text) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  return { line, fault: { value: shorten(text.toWellFormed()), detail: 'is not a JSON object' } };
}
