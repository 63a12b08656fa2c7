import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Plugin as BuildPlugin, build } from 'esbuild';
import type { Plugin } from 'vitest/config';

const ROOT = resolve(import.meta.dirname, '..');
const OUTPUT = join(ROOT, 'dist/tested');
/** Not `.js`: the vitest plugin would then take CommonJS packages for modules, as our package.json is the first that it reads. */
const EXTENSION = '.mjs';

/** Where workerd finds the Worker under test. */
export const TESTED_WORKER = join(OUTPUT, `src/worker${EXTENSION}`);

/** For `modulesRules`: what is bundled is loaded as it is. */
export const TESTED_MODULES = { type: 'ESModule' as const, include: [`**/dist/tested/**/*${EXTENSION}`] };

/** Left where it is, for workerd to compile. */
const wasmByPath: BuildPlugin = {
  name: 'wasm-by-path',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path), external: true }));
  },
};

/**
 * Bundles the Worker, and what the tests among `patterns` import of it, into modules that both share: an isolate starts with some dozens
 * instead of six hundred, each of them asked for and transformed. A run takes little more than half the time.
 */
export async function bundleTested(patterns: {
  readonly include: string[];
  readonly exclude: string[];
}): Promise<void> {
  await build({
    entryPoints: [
      join(ROOT, 'src/worker.ts'),
      ...importedBy(globSync(patterns.include, { cwd: ROOT, exclude: patterns.exclude })),
    ],
    outdir: OUTPUT,
    outbase: ROOT,
    outExtension: { '.js': EXTENSION },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    loader: { '.md': 'text' },
    external: ['cloudflare:*', 'node:*'],
    plugins: [wasmByPath],
  });
}

/** Sends imports of `src` to the bundle. */
export function fromTestedBundle(): Plugin {
  return {
    name: 'from-tested-bundle',
    enforce: 'pre',
    resolveId: (specifier, importer) => {
      if (!specifier.startsWith('.') || importer === undefined) return null;
      const asked = relative(ROOT, resolve(dirname(importer), specifier));
      return asked.startsWith('src/') && asked.endsWith('.ts') ? join(OUTPUT, asked.replace(/\.ts$/, EXTENSION)) : null;
    },
  };
}

function importedBy(files: readonly string[]): string[] {
  const imported = files.flatMap((file) => {
    const imports = readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*\/src\/[^']*\.ts)'/g);
    return [...imports].map(([, path = '']) => resolve(ROOT, dirname(file), path));
  });
  return [...new Set(imported)];
}
