import { expect, test } from 'vitest';
import { chunkJson } from '../../src/storage/chunk-json.ts';

test.each([
  ['nothing', []],
  ['one text', ['1']],
  ['some texts', ['1', '"a"', '[2,"東"]', '{"b":null}']],
])('puts %s together to JSON that holds the same', (_, texts) => {
  expect(chunkJson(texts).flatMap((chunk) => JSON.parse(chunk) as unknown[])).toEqual(
    texts.map((text) => JSON.parse(text) as unknown),
  );
});

test.each(['a', 'é', '東', '😀'])('stays below 2 MB of UTF-8 in texts of %s', (letter) => {
  const texts = Array.from({ length: 50 }, () => JSON.stringify(letter.repeat(30_000)));
  const chunks = chunkJson(texts);
  expect(Math.max(...chunks.map((chunk) => new TextEncoder().encode(chunk).length))).toBeLessThan(2_000_000);
  expect(chunks.flatMap((chunk) => JSON.parse(chunk) as string[])).toEqual(texts.map((text) => JSON.parse(text)));
});
