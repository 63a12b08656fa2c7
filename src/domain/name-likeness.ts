/** Words that say what a company is, not who. */
const FORMS = new Set(
  'inc incorporated llc llp ltd limited corp corporation co company gmbh ag kg ohg ug se sa sas sarl srl spa bv nv ab as oy plc pty the and und et'.split(
    ' ',
  ),
);

/** A name as it is compared: without accents, case, marks and legal forms. */
export function normalisedName(name: string): string {
  const letters = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = letters
    .replaceAll("'", '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !FORMS.has(word));
  return (telling.length > 0 ? telling : words).join(' ');
}

/**
 * How alike two normalised names are, from 0 to 1: twice the pairs of neighbouring letters that they share, by all that they have.
 *
 * Source: L. R. Dice, "Measures of the Amount of Ecologic Association Between Species", 1945, doi:10.2307/1932409.
 */
export function nameLikeness(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1;
  const [inA, inB] = [pairsOf(a), pairsOf(b)];
  let shared = 0;
  for (const [pair, count] of inA) shared += Math.min(count, inB.get(pair) ?? 0);
  const all = Math.max(0, a.length - 1) + Math.max(0, b.length - 1);
  return all === 0 ? 0 : (2 * shared) / all;
}

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 1; at < text.length; at++) {
    const pair = text.slice(at - 1, at + 1);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
