import type { Ports } from '../application/ports.ts';
import type { ApiKey } from '../domain/api-key.ts';
import type { Env } from '../env.ts';

/** What Hono carries through a request. */
export interface HttpEnv {
  readonly Bindings: Env;
  readonly Variables: {
    readonly ports: Ports;
    readonly requestId: string;
    /** The workspace whose key opened the request; set on every route under `/v1` but health and workspaces. */
    readonly workspaceId: string;
    /** What is on record of that key. */
    readonly key: ApiKey;
    /** Origins whose pages may read the answer; set with the key. */
    readonly corsOrigins?: readonly string[];
  };
}
