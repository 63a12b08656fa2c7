import { Failure } from './failure.ts';
import { shorten } from './shorten.ts';

/** Deepest nesting that is read: a schema overflows the stack on what is much deeper. */
export const MAX_DEPTH = 64;

/** Parses JSON. Throws `malformed-body` with line and column of the fault, and for nesting deeper than 64. */
export function parseJson(text: string): unknown {
  checkDepth(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure('malformed-body', `the body is not JSON: ${shorten((error as Error).message)}`);
  }
}

function checkDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (quoted) {
      if (char === 92) i++;
      else if (char === 34) quoted = false;
    } else if (char === 34) quoted = true;
    else if (char === 91 || char === 123) {
      if (++depth > MAX_DEPTH)
        throw new Failure('malformed-body', `the body is nested deeper than ${MAX_DEPTH} levels`);
    } else if (char === 93 || char === 125) depth--;
  }
}
