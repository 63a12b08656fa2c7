import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { V8_FLAGS } from './v8-flags.ts';

/** On one machine nobody needs to be held back: rate limits are this many times those of production. */
const RATE_LIMIT_SCALE = 1000;
/** How long the Worker may take until it answers. */
const READY_MS = 60_000;
/** How long it may take to end before it is killed. */
const STOP_MS = 5_000;

/** Keeps wrangler from reaching out: nothing here needs the network. */
const OFFLINE = { CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false', CI: '1' };

const wrangler = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js');

/** Brings the local database up to date. Throws with wrangler's words. */
export function migrateLocally(root: string, state: string): void {
  const args = ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state];
  const { status, stdout, stderr } = spawnSync(process.execPath, [wrangler, ...args], {
    cwd: root,
    env: { ...process.env, ...OFFLINE },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the database could not be prepared:\n${stdout}${stderr}`);
}

/** `wrangler dev` in a process group of its own: it starts others, and all must end together. */
export class LocalServer {
  readonly #child: ChildProcess;
  readonly #log: string;
  /** Settles when the server has ended. */
  readonly exited: Promise<void>;

  private constructor(child: ChildProcess, log: string) {
    this.#child = child;
    this.#log = log;
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  static start(root: string, state: string, port: number): LocalServer {
    mkdirSync(state, { recursive: true });
    const log = join(state, 'server.log');
    const output = openSync(log, 'w');
    const args = ['dev', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0', '--persist-to', state];
    args.push('--var', `RATE_LIMIT_SCALE:${RATE_LIMIT_SCALE}`);
    const child = spawn(process.execPath, [wrangler, ...args, '--show-interactive-dev-session=false'], {
      cwd: root,
      env: { MINIFLARE_WORKERD_V8_FLAGS: V8_FLAGS, ...process.env, ...OFFLINE },
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    return new LocalServer(child, log);
  }

  /** Waits until the API answers. Throws with the server's last words when it ends before. */
  async ready(origin: string): Promise<void> {
    const untilMs = Date.now() + READY_MS;
    while (this.#runs()) {
      if (await answers(`${origin}/v1/health`)) return;
      if (Date.now() > untilMs) break;
      await wait(100);
    }
    throw new Error(`the Worker did not start; its last words:\n${this.lastWords()}`);
  }

  /** The end of the server's log. */
  lastWords(): string {
    return readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  }

  /** Ends the whole process group. */
  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    await Promise.race([this.exited, wait(STOP_MS, undefined, { ref: false })]);
    this.#signal('SIGKILL');
  }

  /** Ends the whole process group at once, with no time to put anything in order. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.exited;
  }

  #runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // The group is gone.
    }
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
