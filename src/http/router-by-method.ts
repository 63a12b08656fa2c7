import type { Result, Router } from 'hono/router';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';

type Added<T> = readonly [method: string, path: string, handler: T];

/**
 * A router for each method: hono's one search by a regular expression refuses a word beside a parameter, such as `POST /v1/plans/import` beside
 * `POST /v1/plans/:planId`, and so all routes of the application would go without it. GET has none such.
 */
export class RouterByMethod<T> implements Router<T> {
  name = 'RouterByMethod';
  readonly #added: Added<T>[] = [];
  #routers: ReadonlyMap<string, Router<T>> | undefined;

  add(method: string, path: string, handler: T): void {
    if (this.#routers !== undefined) throw new Error('routes are added before the first request');
    this.#added.push([method, path, handler]);
  }

  match(method: string, path: string): Result<T> {
    this.#routers ??= this.#build();
    // A method that no route has is still seen by what is for all of them.
    const router = this.#routers.get(method) ?? this.#routers.get('ALL');
    return router === undefined ? [[]] : router.match(method, path);
  }

  #build(): ReadonlyMap<string, Router<T>> {
    const methods = new Set(['ALL', ...this.#added.map(([method]) => method)]);
    return new Map(
      [...methods].map((method) => [method, routerOf(this.#added.filter(([of]) => of === method || of === 'ALL'))]),
    );
  }
}

function routerOf<T>(routes: readonly Added<T>[]): Router<T> {
  const router = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
  for (const route of routes) router.add(...route);
  return router;
}
