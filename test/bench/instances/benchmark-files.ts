import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Here what is small, beside the repository what is large, where somebody has put it. */
const FOLDERS = ['../data/', '../../../../shared/benchmarks/'];

export interface BenchmarkFile {
  /** Without its endings. */
  readonly name: string;
  readonly read: () => string;
}

/** The files of a public set of instances, by name. */
export function listBenchmarkFiles(set: string): BenchmarkFile[] {
  const files = new Map<string, BenchmarkFile>();
  for (const folder of FOLDERS.map((base) => new URL(`${base}${set}/`, import.meta.url))) {
    for (const entry of listFolder(folder)) {
      const [name, ending] = entry.split(/\.(?=json|in)/);
      if (name === undefined || ending === undefined || files.has(name)) continue;
      files.set(name, { name, read: () => readText(new URL(entry, folder)) });
    }
  }
  return [...files.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** A text file, unpacked where its name ends in `.gz`. */
export function readText(file: URL): string {
  const bytes = readFileSync(file);
  return (file.pathname.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function listFolder(folder: URL): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
