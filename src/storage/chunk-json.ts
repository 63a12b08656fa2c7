import { utf8Length } from '../domain/utf8-length.ts';

/** Below the 2 MB that D1 allows for one bound string. */
const MAX_CHUNK_BYTES = 1_900_000;

/** JSON texts put together to as few JSON arrays as D1's bound on a string allows. */
export function chunkJson(texts: Iterable<string>): string[] {
  const chunks: string[][] = [];
  let roomBytes = 0;
  for (const text of texts) {
    const bytes = utf8Length(text) + 1;
    if (bytes > roomBytes) {
      chunks.push([]);
      roomBytes = MAX_CHUNK_BYTES;
    }
    chunks.at(-1)?.push(text);
    roomBytes -= bytes;
  }
  return chunks.map(joinArray);
}

/** The brackets go to the first and the last text: around the joined ones they would copy a megabyte once more. */
function joinArray(texts: string[]): string {
  const last = texts.length - 1;
  texts[0] = `[${texts[0]}`;
  texts[last] = `${texts[last]}]`;
  return texts.join(',');
}
