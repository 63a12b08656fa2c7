import type { Ownership } from './ownership.ts';
import type { Span } from './span.ts';

/** An owner in a stretch of time. */
export interface OwnedStretch<Owner extends Ownership> extends Span {
  readonly owner: Owner;
  /** When what decides was said. */
  readonly recordedMs: number;
}

/** Stretches in their order, adjacent ones with the same owner for the same reason joined. `same` says what is the same. */
export function joinStretches<Owner extends Ownership>(
  stretches: Iterable<OwnedStretch<Owner>>,
  same: (one: Owner, other: Owner) => boolean,
): OwnedStretch<Owner>[] {
  const joined: OwnedStretch<Owner>[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last !== undefined && last.untilMs === stretch.fromMs && same(last.owner, stretch.owner)) {
      joined[joined.length - 1] = {
        ...last,
        untilMs: stretch.untilMs,
        recordedMs: Math.max(last.recordedMs, stretch.recordedMs),
      };
    } else joined.push(stretch);
  }
  return joined;
}

/** The part of stretches that lies in a span. */
export function within<Owner extends Ownership>(
  stretches: readonly OwnedStretch<Owner>[],
  { fromMs, untilMs }: Span,
): OwnedStretch<Owner>[] {
  return stretches.flatMap((stretch) => {
    const [from, until] = [Math.max(fromMs, stretch.fromMs), Math.min(untilMs, stretch.untilMs)];
    return from < until ? [{ ...stretch, fromMs: from, untilMs: until }] : [];
  });
}
