import { expect } from 'vitest';

/** How far figures may be off, of themselves. */
const PRECISION = 1e-9;

/** What a test holds against a text: the same, or one that has all of these in it, figures as whole figures. */
export type SaidText = string | { readonly says: readonly string[] };

/**
 * Expects that an answer has the figures that a test has counted itself, and none that it has not: every number of the answer must be in `counted` at the same
 * place, and everything that is in `counted` must be in the answer. Texts and nulls of the answer are held against `counted` where it has them.
 */
export function expectFigures(answer: unknown, counted: unknown): void {
  expect(differences(answer, counted, '')).toEqual([]);
}

/** What an answer has that was not counted, and the other way round, by its place. */
export function differences(answer: unknown, counted: unknown, path: string): string[] {
  if (typeof answer === 'number') {
    if (typeof counted !== 'number') return [`${path}: ${answer} was counted by nobody (${JSON.stringify(counted)})`];
    const isSame = Math.abs(answer - counted) <= PRECISION * Math.max(1, Math.abs(counted));
    return isSame ? [] : [`${path}: ${answer}, and it is ${counted}`];
  }
  if (answer === null || typeof answer !== 'object') {
    if (counted === undefined) return [];
    if (isSaying(counted)) {
      if (counted.says.length === 0) return [`${path}: nothing is held against ${answer}`];
      return counted.says.flatMap((one) =>
        hasWhole(String(answer), one) ? [] : [`${path}: ${answer} says no ${one}`],
      );
    }
    return answer === counted ? [] : [`${path}: ${answer}, and it is ${JSON.stringify(counted)}`];
  }
  const known = typeof counted === 'object' && counted !== null ? (counted as Record<string, unknown>) : {};
  const given = answer as Record<string, unknown>;
  const wrong = Object.keys(known).flatMap((name) => (name in given ? [] : [`${path}/${name} is not there`]));
  if (counted === null) wrong.push(`${path} is there`);
  return [
    ...wrong,
    ...Object.entries(given).flatMap(([name, one]) => differences(one, known[name], `${path}/${name}`)),
  ];
}

function isSaying(counted: unknown): counted is { says: readonly string[] } {
  return typeof counted === 'object' && counted !== null && 'says' in counted;
}

/** Whether a text has another in it, with no digit before or after that would make its figures others. */
function hasWhole(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0 && part !== ''; at = text.indexOf(part, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + part.length)];
    if (!(/^\d/.test(part) && /\d[.,]?$/.test(before)) && !(/\d$/.test(part) && /^[.,]?\d/.test(after))) return true;
  }
  return false;
}
