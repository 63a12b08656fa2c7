/** Often enough that a job which an earlier run of the server left goes on soon after it counts as overdue. */
const EVERY_MS = 120_000;

/**
 * Does on this machine what the cron of an installation does: `wrangler dev` runs none by itself, and a server that was ended forgets the jobs that
 * ran on it. Goes on until the process ends.
 */
export async function keepCron(origin: string): Promise<void> {
  setInterval(() => void runCron(origin), EVERY_MS).unref();
  await runCron(origin);
}

async function runCron(origin: string): Promise<void> {
  try {
    await fetch(`${origin}/cdn-cgi/handler/scheduled`, { signal: AbortSignal.timeout(EVERY_MS) });
  } catch (error) {
    console.error(`the cron did not run: ${error}`);
  }
}
