import type { FailureKind } from '../domain/failure.ts';
import type { App, ProblemPages } from './app.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

/** Registers the example on each kind's page as a component of the description: one place where it is written. */
export function registerProblemExamples(app: App, pages: ProblemPages): void {
  // A method that no operation has is answered by none.
  const { 'method-not-allowed': _, ...answered } = pages;
  for (const [kind, page] of Object.entries(answered) as [FailureKind, string][]) {
    const [, example] = /```json\n(.*?)```/s.exec(page) ?? [];
    if (example === undefined) throw new Error(`the page of ${kind} has no example`);
    app.openAPIRegistry.registerComponent('examples', kind, {
      summary: PROBLEM_TYPES[kind].title,
      value: JSON.parse(example) as unknown,
    });
  }
}
