/**
 * Builds the map page and the reference at `/docs` into `dist/console`, which the Worker serves as static assets. `wrangler.toml` names
 * this as its build command.
 *
 * Nothing is loaded from elsewhere: MapLibre, the base outlines, Swagger UI and the pages are all in the directory.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { baseOutlines } from './base-outlines.ts';

const page = join(dirname(fileURLToPath(import.meta.url)), 'page');
const output = join(page, '../../../dist/console');
const packages = createRequire(import.meta.url);
const maplibre = dirname(packages.resolve('maplibre-gl/package.json'));
const swagger = dirname(packages.resolve('swagger-ui-dist/package.json'));

/** MapLibre starts its worker from beside its own file, so it is not bundled. */
const besideThePage: Plugin = {
  name: 'maplibre-beside-the-page',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^maplibre-gl$/ }, () => ({ path: './maplibre-gl.mjs', external: true }));
  },
};

mkdirSync(join(output, 'docs'), { recursive: true });
await build({
  entryPoints: {
    console: join(page, 'main.ts'),
    style: join(page, 'style.css'),
    'docs/reference': join(page, 'reference.ts'),
  },
  outdir: output,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  plugins: [besideThePage],
  logLevel: 'warning',
});
for (const file of ['index.html', 'docs.html', '_headers', 'icon.svg'])
  copyFileSync(join(page, file), join(output, file));
for (const file of ['maplibre-gl.mjs', 'maplibre-gl-shared.mjs', 'maplibre-gl-worker.mjs', 'maplibre-gl.css']) {
  copyFileSync(join(maplibre, 'dist', file), join(output, file));
}
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
  // Without the mention of a map, which is not there.
  const text = readFileSync(join(swagger, file), 'utf8').replace(/\n?(\/\*|\/\/)# sourceMappingURL=.*$/, '');
  writeFileSync(join(output, 'docs', file), text);
}
for (const [name, collection] of Object.entries(baseOutlines())) {
  writeFileSync(join(output, `${name}.geojson`), JSON.stringify(collection));
}
