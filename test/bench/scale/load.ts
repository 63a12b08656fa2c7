import { connect, type Socket } from 'node:net';

/** What a load came to. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Answers other than 200. */
  readonly failures: number;
  /** The first of them as it came. */
  readonly firstFailure: string | null;
  /** Times of single requests in milliseconds. */
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Requests over so many connections, each with one at a time, for so long. */
export interface Load {
  readonly connections: number;
  readonly seconds: number;
}

/** Sends requests as fast as answers come: little more than sockets, so that the load costs less than what it measures. `request` gives the whole text of the next request. */
export async function load(origin: string, request: () => string, { connections, seconds }: Load): Promise<LoadResult> {
  const { hostname, port } = new URL(origin);
  const times: number[] = [];
  let failures = 0;
  let firstFailure: string | null = null;
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;

  function run(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let [held, sentMs] = ['', 0];
      const send = () => {
        sentMs = performance.now();
        socket.write(request());
      };
      socket.setEncoding('latin1').setNoDelay(true);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server closed a connection')));
      socket.on('data', (data: string) => {
        held += data;
        const head = held.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(held.slice(0, head))?.[1] ?? 0);
        const isChunked = /\r\ntransfer-encoding: chunked/i.test(held.slice(0, head));
        if (isChunked ? !held.endsWith('0\r\n\r\n') : held.length < head + 4 + length) return;
        if (!held.startsWith('HTTP/1.1 200')) {
          failures++;
          firstFailure ??= held.slice(0, 1_000);
        }
        held = '';
        const nowMs = performance.now();
        times.push(nowMs - sentMs);
        if (nowMs < endMs) return send();
        socket.removeAllListeners('close');
        socket.end();
        resolve();
      });
      socket.on('connect', send);
    });
  }

  await Promise.all(Array.from({ length: connections }, () => run(connect(Number(port), hostname))));
  const took = (performance.now() - startMs) / 1000;
  const sorted = times.sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    ...{ requests: times.length, seconds: took, perSecond: times.length / took, failures, firstFailure },
    ...{ medianMs: quantile(0.5), p99Ms: quantile(0.99) },
  };
}
