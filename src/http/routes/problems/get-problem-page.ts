import { etag } from 'hono/etag';
import { Failure, type FailureKind } from '../../../domain/failure.ts';
import type { App, ProblemPages } from '../../app.ts';

/** `GET /problems/{kind}`: the page that a problem document's `type` leads to, as Markdown. */
export function registerGetProblemPage(app: App, pages: ProblemPages): void {
  app.get('/problems/:kind', etag(), (c) => {
    const kind = c.req.param('kind');
    if (!Object.hasOwn(pages, kind)) throw new Failure('not-found', 'no kind of problem has this name');
    return c.body(pages[kind as FailureKind], 200, { 'Content-Type': 'text/markdown; charset=utf-8' });
  });
}
