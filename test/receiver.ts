import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';

/** A request as the receiver got it. */
export interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Origin of a receiver on this machine: see `test/receiver.ts`. */
    receiver: string;
  }
}

/**
 * A receiver of webhooks on this machine, for all tests. `POST /name` is kept under the name and answered with 204, or with the status in `?status=`;
 * `?hang` is never answered, `?to=` redirects, `?endless` answers with a body without end. `GET /name` tells what came.
 */
export default async function startReceiver(project: TestProject): Promise<() => void> {
  const kept = new Map<string, Received[]>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    if (request.method === 'GET') {
      response.end(JSON.stringify(kept.get(url.pathname) ?? []));
      return;
    }
    const received = { headers: plainHeaders(request), body: (await buffer(request)).toString() };
    kept.set(url.pathname, [...(kept.get(url.pathname) ?? []), received]);
    if (url.searchParams.has('hang')) return;
    const to = url.searchParams.get('to');
    const status = Number(url.searchParams.get('status') ?? (to === null ? 204 : 307));
    response.writeHead(status, to === null ? {} : { location: to });
    if (!url.searchParams.has('endless')) {
      response.end(status === 204 ? undefined : 'so it is');
      return;
    }
    const timer = setInterval(() => response.write('x'.repeat(600)), 5);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('receiver', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
