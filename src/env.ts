/** What the Worker is bound to: `wrangler.toml` names the bindings, `.dev.vars` or `wrangler secret` holds the secrets. */
export interface Env {
  /** The record: workspaces, plans, accounts, layouts. */
  readonly DB: D1Database;
  /** The cache: immutable values whose key holds a layout id. */
  readonly CACHE: KVNamespace;
  /** The map page and what it loads. */
  readonly ASSETS: Fetcher;
  /** Opens `POST /v1/workspaces`, which gives the first key. At least 32 characters. */
  readonly BOOTSTRAP_SECRET?: string;
}
