import type { OwnedThing, PlanOwner } from '../../../application/find-plan-owner.ts';
import { type OwnerFailure, type OwnersBatch, toFailure } from '../../../application/find-plan-owners.ts';
import { Failure } from '../../../domain/failure.ts';
import { parseJson } from '../../../domain/parse-json.ts';
import { readLines } from '../../read-lines.ts';
import { planOwnerBody } from './owner-schema.ts';
import { readThing } from './read-thing.ts';

/** An owner, or why there is none. */
export type OwnerAnswer = PlanOwner | OwnerFailure;

/** Lines of one stream. */
const MAX_LINES = 10_000;
/** Lines answered at once. */
const LINES_AT_ONCE = 500;
const MAX_LINE = 10_000;

/** Answers lines while they come: each with an owner, or with why it has none or cannot be read. What is wrong with the stream as a whole is a last answer. */
export async function* answerLines(batch: OwnersBatch, body: ReadableStream<Uint8Array>): AsyncGenerator<OwnerAnswer> {
  let count = 0;
  try {
    for await (const lines of readLines(body, MAX_LINE)) {
      for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
        const some = lines.slice(from, Math.min(from + LINES_AT_ONCE, from + MAX_LINES - count));
        count += some.length;
        yield* answerSome(batch, some.map(readLine));
        if (count === MAX_LINES && lines.length > from + some.length) throw tooMany();
      }
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    yield toFailure(error);
  }
}

function tooMany(): Failure {
  return new Failure('payload-too-large', `more than ${MAX_LINES} lines: send the rest in another request`);
}

async function* answerSome(
  batch: OwnersBatch,
  read: readonly (OwnedThing | OwnerFailure)[],
): AsyncGenerator<OwnerAnswer> {
  const isThing = (one: OwnedThing | OwnerFailure): one is OwnedThing => !('kind' in one);
  const answers = (await batch.find(read.filter(isThing))).values();
  for (const one of read) yield isThing(one) ? (answers.next().value as OwnerAnswer) : one;
}

function readLine({ number, text }: { readonly number: number; readonly text: string }): OwnedThing | OwnerFailure {
  try {
    return readThing(parseJson(text), '');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const failure = toFailure(error);
    return { ...failure, detail: `line ${number}: ${failure.detail}` };
  }
}

/** Answers as lines of JSON, each whole in itself. */
export async function* linesOf(answers: Iterable<OwnerAnswer> | AsyncIterable<OwnerAnswer>): AsyncGenerator<string> {
  for await (const answer of answers) {
    yield `${JSON.stringify('kind' in answer ? errorBody(answer) : planOwnerBody(answer))}\n`;
  }
}

/** A failure of one of many as JSON holds it. */
export function errorBody({ kind, detail, members }: OwnerFailure) {
  return { error: { kind, detail, ...members } };
}
