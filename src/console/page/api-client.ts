import type { Layout } from '../../domain/layout.ts';
import { problemOf } from './problem.ts';
import { readEvents } from './read-events.ts';

/** A cell with accounts that changed its territory. */
export interface MovedCell {
  readonly cell: string;
  readonly from: string;
  readonly to: string;
  readonly sums: Readonly<Record<string, number>>;
}

/** A rebalanced layout and its moves. */
export interface RebalancedLayout extends Layout {
  readonly moves: readonly MovedCell[];
}

/** Hears how far a solve has come, 0 to 1. */
export type WatchProgress = (progress: number, phase: string) => void;

/** The API with a key. Everything throws `ProblemError`. */
export class ApiClient {
  readonly #origin: string;
  readonly #key: string;

  constructor(origin: string, key: string) {
    this.#origin = origin;
    this.#key = key;
  }

  get headers(): Readonly<Record<string, string>> {
    return { Authorization: `Bearer ${this.#key}` };
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#send(path, { headers: { Accept: 'application/json' } })).json() as Promise<T>;
  }

  /** Sends a body; with a key, sent again it is the same request. */
  async send<T>(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    contentType: string,
    body: BodyInit,
    idempotencyKey?: string,
  ): Promise<T> {
    const init: RequestInit & { duplex: 'half' } = {
      method,
      headers: {
        'Content-Type': contentType,
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      },
      body,
      duplex: 'half',
    };
    return (await this.#send(path, init)).json() as Promise<T>;
  }

  /** POSTs a solve and follows its events to the layout. */
  async solve<T>(path: string, request: object, watch: WatchProgress): Promise<T> {
    const response = await this.#send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify(request),
    });
    if (response.body === null) throw problemOf(response.status, '');
    let solved: T | null = null;
    for await (const { event, data } of readEvents(response.body)) {
      if (event === 'layout') solved = JSON.parse(data) as T;
      if (event === 'problem') throw problemOf(response.status, data);
      if (event === 'progress') {
        const { progress, phase } = JSON.parse(data) as { progress: number; phase: string };
        watch(progress, phase);
      }
    }
    if (solved !== null) return solved;
    throw problemOf(response.status, 'The answer ended before the layout was there.');
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(this.#origin + path, { ...init, headers: { ...init.headers, ...this.headers } });
    if (!response.ok) throw problemOf(response.status, await response.text());
    return response;
  }
}
