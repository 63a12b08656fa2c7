import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ProblemPages } from '../src/http/app.ts';
import { createApp } from '../src/http/app.ts';
import { openapi30Document, openapiDocument } from '../src/http/openapi-document.ts';
import { typesOf } from './types-of.ts';

/** Writes the API's description from its routes, and the types of a client from the description. Run by `npm run build:openapi`; a test fails when the files differ from the routes. */
const app = createApp({
  wire() {
    throw new Error('no request is answered here');
  },
  problemPages: readPages(`${import.meta.dirname}/problems`),
});

write('openapi.json', openapiDocument(app));
write('openapi-3.0.json', openapi30Document(app));
writeFileSync(`${import.meta.dirname}/paths.d.ts`, await typesOf(JSON.stringify(openapiDocument(app))));

function readPages(directory: string): ProblemPages {
  const pages = readdirSync(directory).map((name) => [
    name.replace('.md', ''),
    readFileSync(`${directory}/${name}`, 'utf8'),
  ]);
  return Object.fromEntries(pages) as ProblemPages;
}

function write(name: string, document: unknown): void {
  writeFileSync(`${import.meta.dirname}/${name}`, `${JSON.stringify(document, null, 2)}\n`);
}
