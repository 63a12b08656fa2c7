import { createServer } from 'node:net';

const DEFAULT_PORT = 8787;
const TRIES = 20;

/** The port to serve on. */
export interface ChosenPort {
  readonly number: number;
  /** This service runs there already and the key opens it. */
  readonly running: boolean;
  /** The busy port that this one stands in for. */
  readonly instead: number | null;
}

/**
 * Chooses a port on 127.0.0.1: the wanted one; else 8787, or the next that is free.
 *
 * Throws when the wanted port is busy with something else.
 */
export async function choosePort(wanted: number | null, key: string | null): Promise<ChosenPort> {
  const first = wanted ?? DEFAULT_PORT;
  if (await isFree(first)) return { number: first, running: false, instead: null };
  if (key !== null && (await opens(first, key))) return { number: first, running: true, instead: null };
  if (wanted !== null) throw new Error(`port ${wanted} is busy: end what uses it, or choose another with --port`);
  for (let number = first + 1; number <= first + TRIES; number++) {
    if (await isFree(number)) return { number, running: false, instead: first };
  }
  throw new Error(`ports ${first} to ${first + TRIES} are busy: choose another with --port`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

async function opens(port: number, key: string): Promise<boolean> {
  const signal = AbortSignal.timeout(2000);
  try {
    const health = await fetch(`http://127.0.0.1:${port}/v1/health`, { signal });
    const { engine } = (await health.json()) as { engine?: unknown };
    if (typeof engine !== 'string' || !engine.startsWith('hexalign')) return false;
    const headers = { Authorization: `Bearer ${key}` };
    return (await fetch(`http://127.0.0.1:${port}/v1/plans?limit=1`, { headers, signal })).ok;
  } catch {
    return false;
  }
}
