import type { Violation } from './failure.ts';
import { MAX_PARENTS, type Parent, type Tree } from './hierarchy.ts';
import type { CountedLevel } from './read-levels.ts';
import { unknownLevels } from './read-levels.ts';
import { shorten } from './shorten.ts';

/** Territories of one layout. */
const MAX_TERRITORIES = 1_000;

/** How many a level has in all, level by level. `levels`: the top first, each with its count under one of the level above. */
export function countsOfLevels(levels: readonly CountedLevel[]): number[] {
  let all = 1;
  return levels.map(({ count }) => {
    all *= count;
    return all;
  });
}

/** Blames levels, the top first, of which no layout can be made: the last ones are its territories, and no level of a tree that could be `connected`. */
export function wrongTopDown(levels: readonly CountedLevel[], connected: readonly string[]): Violation[] {
  const names = levels.map(({ name }) => name);
  const twice = names.flatMap((name, at): Violation[] => {
    if (names.indexOf(name) === at) return [];
    const detail = 'is the name of two levels';
    return [{ field: `/levels/${at}/name`, value: shorten(name), detail, remedy: 'give each its own' }];
  });
  const counts = countsOfLevels(levels);
  const territories = counts.at(-1) ?? 0;
  const nodes = counts.slice(0, -1).reduce((sum, count) => sum + count, 0);
  const found = [...twice, ...unknownLevels(names.slice(0, -1), connected)];
  if (territories > MAX_TERRITORIES) {
    const detail = 'are too many territories: the counts multiply';
    const remedy = `ask for at most ${MAX_TERRITORIES} of the last level in all`;
    found.push({ field: '/levels', value: String(territories), detail, remedy });
  } else if (nodes > MAX_PARENTS) {
    const remedy = `ask for at most ${MAX_PARENTS} of all levels but the last together`;
    found.push({ field: '/levels', value: String(nodes), detail: 'are too many nodes', remedy });
  }
  return found;
}

/** The tree of levels in which everybody has as many children as was asked for, next to each other. */
export function topDownTree(levels: readonly CountedLevel[], connected: readonly string[]): Tree {
  const counts = countsOfLevels(levels);
  // The lowest first, as trees have it.
  const inner = levels.slice(0, -1).reverse();
  const sizes = counts.slice(0, -1).reverse();
  const parents: Parent[] = [];
  inner.forEach(({ name }, level) => {
    const size = sizes[level] ?? 0;
    const above = parents.length + size;
    const children = size / (sizes[level + 1] ?? size);
    for (let at = 0; at < size; at++) {
      const parent = level + 1 === inner.length ? null : above + Math.floor(at / children);
      parents.push({ id: `${name}-${at + 1}`, name: titled(name, at), level, parent, manager: null });
    }
  });
  const each = levels.at(-1)?.count ?? 1;
  return {
    levels: inner.map(({ name }) => name),
    connected,
    parents,
    territories: Array.from({ length: counts.at(-1) ?? 0 }, (_, at) => Math.floor(at / each)),
  };
}

/** What the one at a position of a level is called. */
export function titled(level: string, at: number): string {
  const [first = '', ...rest] = level;
  return `${first.toUpperCase()}${rest.join('')} ${at + 1}`;
}

/** The least that is left of a tolerance, as a part of it, where a part of the whole is off as far as it may be. */
const LEAST = 0.05;

/**
 * Within which a part is to be divided so that all that comes of it in the end has its share within `tolerance`.
 *
 * `share`: what the part holds, as a multiple of its equal share. What is left until the last level is given to the levels in equal parts: what is off above
 * cannot be set right below.
 */
export function toleranceOfPart(tolerance: number, share: number, levelsLeft: number): number {
  const least = tolerance * LEAST;
  if (share <= 0) return least;
  const left = Math.min((1 + tolerance) / share - 1, 1 - (1 - tolerance) / share);
  return Math.max(least, left / levelsLeft);
}
