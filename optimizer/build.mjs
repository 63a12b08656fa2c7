/**
 * Makes `optimizer/pkg` from the Rust sources: wasm-pack, then wasm-opt, then a digest of what went in and what came out.
 *
 * `npm run build:optimizer` is the only way the package is made. It needs Rust with the wasm32 target and wasm-pack.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestPackage, digestSources } from './digest.mjs';

const optimizer = dirname(fileURLToPath(import.meta.url));
const pkg = join(optimizer, 'pkg');
/** Takes the place of `pkg` when all of it is there: a build that fails leaves the package as it was. */
const next = join(optimizer, 'target/pkg');
const glue = join(next, 'hexalign_optimizer.js');
const wasm = join(next, 'hexalign_optimizer_bg.wasm');

/** 64 MiB: growth beyond fails cleanly inside an isolate of 128 MB. */
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;

// Flags from outside would stand for those below.
const { RUSTFLAGS: _, CARGO_ENCODED_RUSTFLAGS: __, ...env } = process.env;

function run(command, args) {
  execFileSync(command, args, { cwd: optimizer, stdio: 'inherit', env });
}

function versionOf(command, args = ['--version']) {
  return execFileSync(command, args, { cwd: optimizer, encoding: 'utf8' }).trim().split('\n')[0];
}

// Paths of the machine must not reach the binary: the same sources give the same bytes anywhere.
const crates = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
run('cargo', ['fetch', '--locked', '--target', 'wasm32-unknown-unknown']);
const rustflags = [
  '-Ctarget-feature=+simd128',
  `-Clink-arg=--max-memory=${MAX_MEMORY_BYTES}`,
  ...readdirSync(crates).map((registry) => `--remap-path-prefix=${join(crates, registry)}=/crates`),
  `--remap-path-prefix=${optimizer}=/optimizer`,
];

rmSync(next, { recursive: true, force: true });
// For the wasm alone: wasm-pack may have to build a wasm-bindgen for this machine first, which such flags break.
const flags = ['--config', `target.wasm32-unknown-unknown.rustflags=${JSON.stringify(rustflags)}`];
run('wasm-pack', [
  ...['build', 'wasm', '--target', 'web', '--no-opt', '--no-pack', '--no-gitignore'],
  ...['--out-dir', next, '--', ...flags],
]);

const binaryen = createRequire(import.meta.url).resolve('binaryen/package.json');
const features = [
  'simd',
  'bulk-memory',
  'nontrapping-float-to-int',
  'sign-ext',
  'mutable-globals',
  'reference-types',
  'multivalue',
];
const wasmOpt = join(dirname(binaryen), 'bin/wasm-opt');
run(process.execPath, [wasmOpt, wasm, '-O3', ...features.map((feature) => `--enable-${feature}`), '-o', wasm]);

// wasm-bindgen keeps one instance for ever; after a trap, or to give memory back, the next `initSync` must make another.
writeFileSync(glue, `${readFileSync(glue, 'utf8')}\nexport function forgetInstance() { wasm = undefined; }\n`);
const types = glue.replace(/\.js$/, '.d.ts');
const declaration =
  '\n/** Forgets the instance and what it holds: the next `initSync` starts with fresh memory. */\nexport function forgetInstance(): void;\n';
writeFileSync(types, readFileSync(types, 'utf8') + declaration);

const digest = {
  generatedBy: 'npm run build:optimizer',
  sources: digestSources(optimizer),
  package: digestPackage(next),
  tools: {
    rustc: versionOf('rustc'),
    'wasm-pack': versionOf('wasm-pack'),
    'wasm-bindgen': /name = "wasm-bindgen"\nversion = "(.*)"/.exec(
      readFileSync(join(optimizer, 'Cargo.lock'), 'utf8'),
    )[1],
    binaryen: JSON.parse(readFileSync(binaryen, 'utf8')).version,
  },
};
writeFileSync(join(next, 'digest.json'), `${JSON.stringify(digest, null, 2)}\n`);
const size = readFileSync(wasm).length;
rmSync(pkg, { recursive: true, force: true });
renameSync(next, pkg);
console.log(`optimizer/pkg: ${size} bytes of wasm`);
