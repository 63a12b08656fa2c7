import { Failure } from '../domain/failure.ts';

/** The media type that an `Accept` header likes best among those on offer; the first on offer where it likes several as well. Throws `not-acceptable`. */
export function negotiate<T extends string>(accept: string | undefined, offered: readonly [T, ...T[]]): T {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').map(parseRange);
  let best: T | null = null;
  let bestQuality = 0;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > bestQuality) [best, bestQuality] = [type, quality];
  }
  if (best === null) throw new Failure('not-acceptable', `this is to be had as ${offered.join(', ')}`);
  return best;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}

/** The quality that the most exact range gives a type. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  const [main] = type.split('/');
  for (const form of [type, `${main}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === form);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
