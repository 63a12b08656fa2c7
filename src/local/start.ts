/**
 * `npm start`: the whole service on this machine, with a real market in it and its territories on a map.
 *
 * Stays in the foreground until it is interrupted; what it starts ends with it.
 */
import { join, resolve } from 'node:path';
import { ApiClient } from '../console/page/api-client.ts';
import { openBusiness } from './business-report.ts';
import { ensureDevSecret } from './dev-secret.ts';
import { layoutReport } from './layout-report.ts';
import { keepCron } from './local-cron.ts';
import { openLocalKey, readLocalKey } from './local-key.ts';
import { HELP, readOptions } from './local-options.ts';
import { choosePort } from './port.ts';
import { ProgressBar } from './progress-bar.ts';
import { openSamplePlan } from './sample-plan.ts';
import { LocalServer, migrateLocally } from './wrangler.ts';

const root = join(import.meta.dirname, '../..');

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  const state = resolve(root, options.state);
  const known = readLocalKey(state);
  const port = await choosePort(options.port, known);
  const origin = `http://127.0.0.1:${port.number}`;
  if (port.running) {
    console.log(`Hexalign runs already at ${origin}.`);
    await show(origin, known ?? '');
    return;
  }
  if (port.instead !== null) console.log(`Port ${port.instead} is busy: using ${port.number}.`);

  const secret = ensureDevSecret(root);
  const bar = new ProgressBar(process.stdout);
  bar.say('Preparing the database');
  migrateLocally(root, state);
  bar.say('Starting the Worker');
  const server = LocalServer.start(root, state, port.number);
  const session = async () => {
    await server.ready(origin);
    bar.end();
    await show(origin, await openLocalKey(state, origin, secret));
    if (options.once) return;
    await keepCron(origin);
    console.log('Press Ctrl-C to stop.');
    await new Promise(() => {});
  };
  try {
    await Promise.race([session(), interrupted(), diesOf(server)]);
  } finally {
    bar.end();
    await server.stop();
  }
}

async function show(origin: string, key: string): Promise<void> {
  const bar = new ProgressBar(process.stdout);
  try {
    const api = new ApiClient(origin, key);
    const opened = await openSamplePlan(api, bar);
    bar.end();
    console.log(layoutReport(opened, { origin, key }));
    const report = await openBusiness(api, opened, bar);
    bar.end();
    console.log(report);
  } finally {
    bar.end();
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

async function diesOf(server: LocalServer): Promise<never> {
  await server.exited;
  throw new Error(`the Worker ended by itself; its last words:\n${server.lastWords()}`);
}

await start().catch((error: unknown) => {
  console.error(`npm start: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
process.exit();
