import { readFileSync } from 'node:fs';
import { Failure } from '../domain/failure.ts';

/** The text of a problem file; `-` is standard input. Throws a `Failure` where there is no such file, or where it is not text. */
export async function readProblemText(file: string): Promise<string> {
  const bytes = file === '-' ? await readStandardInput() : readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('malformed-body', file, 'is not UTF-8 text', 'save it as UTF-8');
  }
}

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw unreadable('not-found', file, 'does not exist', 'name a problem file');
    throw unreadable('malformed-body', file, `cannot be read: ${message}`, 'name a file that can be read');
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function unreadable(kind: 'not-found' | 'malformed-body', file: string, detail: string, remedy: string): Failure {
  return Failure.invalid(kind, { field: 'problem.json', value: file, detail, remedy });
}
