import { expect, test } from 'vitest';

const sources = import.meta.glob('../../src/**/*.ts', { query: '?raw', import: 'default', eager: true }) as Record<
  string,
  string
>;
const files = Object.entries(sources).map(([path, text]) => ({ path: path.replace('../../src/', ''), text }));

/** The layers that each layer may import, beside itself. `worker.ts` and `wiring.ts` know every layer. */
const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  application: ['domain'],
  ingest: ['application', 'domain'],
  storage: ['application', 'domain'],
  tiles: ['application', 'domain'],
  outbound: ['application', 'domain'],
  'optimizer-binding': ['application', 'domain'],
  http: ['application', 'domain', 'env.ts'],
  workflows: ['application', 'domain', 'env.ts', 'wiring.ts'],
};

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?<![\w/'])(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
}

function resolved(path: string, target: string): string {
  return new URL(target, `file:///${path}`).pathname.slice(1);
}

function layerOf(path: string): string {
  return path.split('/')[0] as string;
}

test('the sources are found', () => {
  expect(files.length).toBeGreaterThan(50);
});

test('imports go from the outside in: http and workflows to application to domain', () => {
  const broken = files.flatMap(({ path, text }) => {
    const allowed = DIRECTIONS[layerOf(path)];
    if (allowed === undefined) return [];
    return importsOf(text)
      .filter((target) => target.startsWith('.'))
      .map((target) => resolved(path, target))
      .filter((target) => layerOf(target) !== layerOf(path) && !allowed.includes(layerOf(target)))
      .filter((target) => !(layerOf(path) === 'optimizer-binding' && target.includes('optimizer/pkg')))
      .map((target) => `${path} -> ${target}`);
  });
  expect(broken).toEqual([]);
});

/** The packages that each layer may import; `http` may import hono and its OpenAPI. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  domain: /^(h3-js|munkres|temporal-polyfill)$/,
  application: /^h3-js$/,
  ingest: /^csv-parse\//,
  storage: /^cloudflare:workers$/,
  tiles: /^@maplibre\//,
  outbound: /^$/,
  'optimizer-binding': /^$/,
  workflows: /^cloudflare:workers$/,
  http: /^(@hono\/zod-openapi|hono(\/.*)?)$/,
};

test('each layer imports only the packages that are its business', () => {
  const broken = files.flatMap(({ path, text }) => {
    const allowed = PACKAGES[layerOf(path)];
    if (allowed === undefined) return [];
    const packages = importsOf(text).filter((target) => !target.startsWith('.'));
    return packages.filter((target) => !allowed.test(target)).map((target) => `${path} -> ${target}`);
  });
  expect(broken).toEqual([]);
});

test('what one layer alone may know stays there', () => {
  const outside = (pattern: RegExp, ...allowed: RegExp[]) =>
    files
      .filter(({ path }) => !path.startsWith('local/') && !path.startsWith('console/'))
      .filter(({ path, text }) => pattern.test(text) && !allowed.some((place) => place.test(path)))
      .map(({ path }) => path);
  expect(outside(/from '(hono|@hono)[/']/, /^http\//)).toEqual([]);
  expect(outside(/\bD1(Database|PreparedStatement|Result)\b/, /^storage\//, /^env\.ts$/)).toEqual([]);
  expect(outside(/\bKVNamespace\b/, /^storage\//, /^env\.ts$/)).toEqual([]);
  expect(outside(/\bWebAssembly\b/, /^optimizer-binding\//)).toEqual([]);
  expect(outside(/optimizer\/pkg/, /^optimizer-binding\/load-optimizer\.ts$/)).toEqual([]);
  expect(outside(/wiring\.ts'/, /^worker\.ts$/, /^workflows\//)).toEqual([]);
});
