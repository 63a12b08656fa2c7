/** Digests that tie `optimizer/pkg` to the sources it was made from. Needs no Rust, so that any machine can check. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SOURCES = [
  'Cargo.toml',
  'Cargo.lock',
  'rust-toolchain.toml',
  'build.mjs',
  'core/Cargo.toml',
  'core/src',
  'file/Cargo.toml',
  'file/src',
  'wasm/Cargo.toml',
  'wasm/src',
];

/** SHA-256 over everything that the package is made from. */
export function digestSources(optimizer) {
  return digest(
    optimizer,
    SOURCES.flatMap((path) => filesBelow(join(optimizer, path))),
  );
}

/** SHA-256 over the package's files but the digest itself. */
export function digestPackage(pkg) {
  return digest(
    pkg,
    filesBelow(pkg).filter((path) => !path.endsWith('digest.json')),
  );
}

function filesBelow(path) {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => filesBelow(join(path, entry.name)));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

/** Names count as well as contents; the order does not depend on the file system. */
function digest(root, paths) {
  const hash = createHash('sha256');
  const named = paths.map((path) => [relative(root, path).split(sep).join('/'), path]);
  for (const [name, path] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const content = readFileSync(path);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
