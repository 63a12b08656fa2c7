import type { Context } from 'hono';
import type { SolvePhase, WatchSolve } from '../application/solve-layout.ts';
import type { HttpEnv } from './http-env.ts';
import { answerError } from './problem-response.ts';

/** Events are told at most this often: a slice of a solve takes some tens of milliseconds. */
const LEAST_INTERVAL_MS = 100;

/**
 * Answers with server-sent events: `progress` while `work` is under way, then one `layout` with its result or one `problem` with a
 * problem document.
 *
 * The work goes on when the client leaves, so that asking again finds the layout in the record.
 */
export function answerEvents(c: Context<HttpEnv>, work: (watch: WatchSolve) => Promise<unknown>): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(
    undefined,
    new CountQueuingStrategy({ highWaterMark: 64 }),
    new CountQueuingStrategy({ highWaterMark: 64 }),
  );
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const send = (event: string, data: string) => {
    writer.write(encoder.encode(`event: ${event}\ndata: ${data}\n\n`)).catch(() => {});
  };
  const run = async () => {
    try {
      const result = await work(watchInto(send));
      send('layout', JSON.stringify(result));
    } catch (error) {
      send('problem', await answerError(error as Error, c).text());
    }
    await writer.close().catch(() => {});
  };
  c.executionCtx.waitUntil(run());
  return new Response(readable, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });
}

function watchInto(send: (event: string, data: string) => void): WatchSolve {
  let toldMs = 0;
  let toldPhase: SolvePhase | null = null;
  return (progress, phase) => {
    const nowMs = Date.now();
    if (phase === toldPhase && progress < 1 && nowMs - toldMs < LEAST_INTERVAL_MS) return;
    [toldMs, toldPhase] = [nowMs, phase];
    send('progress', JSON.stringify({ progress, phase }));
  };
}
