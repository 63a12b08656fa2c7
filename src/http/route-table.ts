import type { RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from './app.ts';
import type { HttpEnv } from './http-env.ts';
import { matchedRoute } from './matched-route.ts';

/** The descriptions of an application's routes, found by request. */
export class RouteTable {
  readonly #app: App;
  #routes: ReadonlyMap<string, RouteConfig> | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  /** The description of the route that answers; undefined where nothing lives or it is not described. */
  find(c: Context<HttpEnv>): RouteConfig | undefined {
    // Made at the first request: by then all routes are there.
    this.#routes ??= new Map(this.#described());
    return this.#routes.get(matchedRoute(c) ?? '');
  }

  *#described(): Iterable<[string, RouteConfig]> {
    for (const definition of this.#app.openAPIRegistry.definitions) {
      if (definition.type !== 'route') continue;
      const { method, path } = definition.route;
      yield [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, definition.route];
    }
  }
}
