import type { Violation } from './failure.ts';
import { MAX_PARENTS } from './hierarchy.ts';
import { shorten } from './shorten.ts';

/** A level that is to be solved: its name, and how many parents it has. */
export interface CountedLevel {
  readonly name: string;
  readonly count: number;
}

/** Blames levels, the lowest first, that a grouping of so many territories cannot have. */
export function wrongLevels(
  levels: readonly CountedLevel[],
  connected: readonly string[],
  territories: number,
): Violation[] {
  const names = levels.map(({ name }) => name);
  const found = levels.flatMap(({ name, count }, at): Violation[] => {
    const below = levels[at - 1];
    const [most, of] = below === undefined ? [territories, 'territories'] : [below.count, `of ${below.name}`];
    const twice =
      names.indexOf(name) < at
        ? [
            {
              field: `/levels/${at}/name`,
              value: shorten(name),
              detail: 'is the name of two levels',
              remedy: 'give each its own',
            },
          ]
        : [];
    if (count <= most) return twice;
    const detail = `is more than the ${most} ${of} that are to be grouped`;
    return [...twice, { field: `/levels/${at}/count`, value: String(count), detail, remedy: `send at most ${most}` }];
  });
  const all = levels.reduce((sum, { count }) => sum + count, 0);
  if (all > MAX_PARENTS) {
    const remedy = `ask for at most ${MAX_PARENTS} of all levels together`;
    found.push({ field: '/levels', value: String(all), detail: 'are too many nodes', remedy });
  }
  return [...found, ...unknownLevels(names, connected)];
}

/** Blames levels that are to be connected and are none. */
export function unknownLevels(levels: readonly string[], connected: readonly string[]): Violation[] {
  return connected.flatMap((level, at) => {
    if (levels.includes(level)) return [];
    const remedy = `name one of the levels: ${levels.join(', ')}`;
    return [{ field: `/connected/${at}`, value: shorten(level), detail: 'is not one of the levels', remedy }];
  });
}
