/** What the log says of a request. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  /** Null where nothing lives. */
  readonly route: string | null;
  readonly status: number;
  readonly ms: number;
  /** Left out where no key opened one. */
  readonly workspaceId: string | undefined;
}

/**
 * Writes one line of JSON for a request that was answered.
 *
 * Nothing personal: the template of the route and not its address, no query, no body, no name. `ms` is the time until the answer begins,
 * as far as the clock tells: it stands still while the Worker computes.
 */
export function logRequest(line: RequestLine): void {
  console.log(JSON.stringify(line));
}
