import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { digestPackage, digestSources } from '../../optimizer/digest.mjs';

const optimizer = new URL('../../optimizer', import.meta.url).pathname;
const committed = JSON.parse(readFileSync(`${optimizer}/pkg/digest.json`, 'utf8'));

it('the committed package was made from the sources as they are', () => {
  expect(digestSources(optimizer), 'run `npm run build:optimizer` and commit optimizer/pkg').toBe(committed.sources);
});

it('the committed package is what the build wrote', () => {
  expect(digestPackage(`${optimizer}/pkg`)).toBe(committed.package);
});
