import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { typesOf } from '../../openapi/types-of.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../openapi', name), 'utf8');

test('the committed types of the client are those of the committed document (npm run build:openapi)', async () => {
  expect(await typesOf(read('openapi.json'))).toBe(read('paths.d.ts'));
}, 30_000);
