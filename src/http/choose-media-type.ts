import type { Context } from 'hono';
import { Failure } from '../domain/failure.ts';

/** The offered media type that the client likes best, the first of equals. Throws `not-acceptable` where it likes none (RFC 9110, section 12.5.1). */
export function chooseMediaType<T extends string>(c: Context, offered: readonly [T, ...T[]]): T {
  const accept = c.req.header('accept');
  c.header('Vary', 'Accept', { append: true });
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').map(parseRange);
  let best: { type: T; quality: number } | null = null;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  if (best === null) {
    throw new Failure('not-acceptable', `the Accept header takes none of what there is: ${offered.join(', ')}`);
  }
  return best.type;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = q === undefined ? 1 : Number(q);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most specific range decides. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  const family = `${type.split('/')[0]}/*`;
  for (const match of [type, family, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === match);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
