import type { z } from '@hono/zod-openapi';
import { Failure } from '../domain/failure.ts';

/**
 * A check of a schema that blames in a value what a reader of the domain throws, so that it is told with all else that is wrong with the request.
 *
 * Fields of the reader's violations are JSON pointers into the value, empty for all of it.
 */
export function blamedBy<T>(read: (value: T) => unknown): z.core.CheckFn<T> {
  return ({ value: input, issues }) => {
    try {
      read(input);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      for (const { field, value, detail, remedy } of error.violations) {
        const path = field.split('/').slice(1);
        issues.push({ code: 'custom', input, path, message: `${detail}; ${remedy}`, params: { value } });
      }
    }
  };
}
