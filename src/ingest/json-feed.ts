import { Failure } from '../domain/failure.ts';
import { MAX_DEPTH } from '../domain/parse-json.ts';
import { shorten } from '../domain/shorten.ts';
import { MAX_ROW_LENGTH } from './row-reader.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;

/** Takes JSON apart token by token and value by value, holding one value and one chunk of text. */
export class JsonFeed {
  /** Line of the next character, counted from 1. */
  line = 1;
  #text = '';
  #at = 0;
  readonly #chunks: AsyncIterator<string>;

  constructor(chunks: AsyncIterable<string>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next character that is not white space, left where it is; '' at the end. */
  async peek(): Promise<string> {
    while (true) {
      for (; this.#at < this.#text.length; this.#at++) {
        const code = this.#text.charCodeAt(this.#at);
        if (code === NEWLINE) this.line++;
        else if (code !== 32 && code !== 9 && code !== 13) return this.#text.charAt(this.#at);
      }
      if (!(await this.#more())) return '';
    }
  }

  /** Takes one punctuation mark. Throws `malformed-body` for any other character. */
  async take(mark: string): Promise<void> {
    if ((await this.peek()) !== mark) throw malformed(this.line, `expected "${mark}"`);
    this.#at++;
  }

  /** Takes one of two punctuation marks and says which. Throws `malformed-body` for any other character. */
  async takeEither(a: string, b: string): Promise<string> {
    const mark = await this.peek();
    if (mark !== a && mark !== b) throw malformed(this.line, `expected "${a}" or "${b}"`);
    this.#at++;
    return mark;
  }

  /** Takes one whole value. Throws `malformed-body` where it is not JSON or deeper than 64, `payload-too-large` above 1 MB. */
  async takeValue(): Promise<{ value: unknown; length: number }> {
    await this.peek();
    const startLine = this.line;
    const end = await this.#findEnd();
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    try {
      return { value: JSON.parse(text), length: text.length };
    } catch (error) {
      throw malformed(startLine, `the value that starts here is not JSON: ${shorten((error as Error).message)}`);
    }
  }

  /** Position after the value at hand. Brackets are counted, not matched: what is between them is for `JSON.parse`. */
  async #findEnd(): Promise<number> {
    let depth = 0;
    let quoted = false;
    for (let at = this.#at; ; at++) {
      if (at >= this.#text.length) {
        if (at - this.#at > MAX_ROW_LENGTH) {
          throw new Failure('payload-too-large', `the value that starts before line ${this.line} is longer than 1 MB`);
        }
        const scanned = at - this.#at;
        if (!(await this.#more())) {
          if (depth > 0 || quoted || scanned === 0) throw malformed(this.line, 'the document ends too early');
          return this.#text.length;
        }
        at = this.#at + scanned;
      }
      const code = this.#text.charCodeAt(at);
      if (code === NEWLINE) this.line++;
      if (quoted) {
        if (code === BACKSLASH) at++;
        else if (code === QUOTE) {
          quoted = false;
          if (depth === 0) return at + 1;
        }
      } else if (code === QUOTE) {
        quoted = true;
      } else if (code === 91 || code === 123) {
        if (++depth > MAX_DEPTH) throw malformed(this.line, `nested deeper than ${MAX_DEPTH} levels`);
      } else if (code === 93 || code === 125) {
        if (depth === 0) return at;
        if (--depth === 0) return at + 1;
      } else if (depth === 0 && (code === 44 || code <= 32)) {
        if (code === NEWLINE) this.line--;
        return at;
      }
    }
  }

  /** Drops what is taken and appends the next chunk; false at the end. */
  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#text = this.#text.slice(this.#at) + value;
    this.#at = 0;
    return true;
  }
}

/** The failure of JSON that is broken on a line. */
export function malformed(line: number, what: string): Failure {
  return new Failure('malformed-body', `line ${line}: ${what}`);
}
