import { decodeText } from '../domain/decode-text.ts';
import { Failure } from '../domain/failure.ts';
import { JsonFeed, malformed } from './json-feed.ts';
import { rechunk } from './rechunk.ts';

interface SplitOptions {
  readonly rowsMember: string;
  readonly bareArray: boolean;
  /** Filled with the members beside the rows. */
  readonly members: Map<string, unknown>;
}

/** Most characters of members beside the rows. */
const MAX_MEMBERS_LENGTH = 1_000_000;

/** The elements of one array in a JSON document, one at a time, each with the line on which it starts; the document is never held whole. */
export async function* splitJson(
  stream: AsyncIterable<Uint8Array>,
  { rowsMember, bareArray, members }: SplitOptions,
): AsyncGenerator<{ value: unknown; line: number }> {
  const feed = new JsonFeed(decodeText(rechunk(stream)));
  const first = await feed.peek();
  if (first === '') return;
  if (first === '[' && bareArray) {
    yield* elements(feed);
  } else if (first === '{') {
    yield* memberElements(feed, rowsMember, members);
  } else {
    throw malformed(feed.line, `expected an object with "${rowsMember}"${bareArray ? ' or an array' : ''}`);
  }
  if ((await feed.peek()) !== '') throw malformed(feed.line, 'expected nothing after the end of the document');
}

async function* memberElements(feed: JsonFeed, rowsMember: string, members: Map<string, unknown>) {
  let found = false;
  let membersLength = 0;
  await feed.take('{');
  if ((await feed.peek()) === '}') await feed.take('}');
  else {
    do {
      if ((await feed.peek()) !== '"') throw malformed(feed.line, 'expected the name of a member');
      const name = (await feed.takeValue()).value as string;
      await feed.take(':');
      if (name === rowsMember) {
        if (found) throw malformed(feed.line, `"${rowsMember}" is there twice`);
        if ((await feed.peek()) !== '[') throw malformed(feed.line, `"${rowsMember}" is not an array`);
        found = true;
        yield* elements(feed);
      } else {
        const { value, length } = await feed.takeValue();
        membersLength += name.length + length;
        if (membersLength > MAX_MEMBERS_LENGTH) {
          throw new Failure('payload-too-large', `the members beside "${rowsMember}" are larger than 1 MB`);
        }
        members.set(name, value);
      }
    } while ((await feed.takeEither(',', '}')) === ',');
  }
  if (!found) {
    const names = [...members.keys()].slice(0, 10).join(', ');
    throw malformed(feed.line, `the document has no member "${rowsMember}", only: ${names}`);
  }
}

async function* elements(feed: JsonFeed) {
  await feed.take('[');
  if ((await feed.peek()) === ']') {
    await feed.take(']');
    return;
  }
  do {
    await feed.peek();
    const { line } = feed;
    yield { value: (await feed.takeValue()).value, line };
  } while ((await feed.takeEither(',', ']')) === ',');
}
