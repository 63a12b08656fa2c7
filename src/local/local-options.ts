import { parseArgs } from 'node:util';

export const HELP = `npm start -- [options]
  --port N     port on 127.0.0.1 (8787, or the next that is free)
  --once       load and solve the sample, print it, and stop
  --state DIR  where the local database is (.wrangler/state)
  --help       this text`;

/** What `npm start` was asked for. */
export interface LocalOptions {
  /** Null: 8787, or the next that is free. */
  readonly port: number | null;
  readonly once: boolean;
  readonly state: string;
  readonly help: boolean;
}

/** Reads the command line. Throws with what is wrong and what would be right. */
export function readOptions(args: readonly string[]): LocalOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      once: { type: 'boolean', default: false },
      state: { type: 'string', default: '.wrangler/state' },
      help: { type: 'boolean', default: false },
    },
  });
  return { ...values, port: values.port === undefined ? null : readPort(values.port) };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw new Error(`--port ${text} is no port: give a whole number from 1 to 65535`);
  return port;
}
