import { Failure } from './failure.ts';

/** The failure of a page cursor that no page gave. */
export function invalidCursor(cursor: string): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'cursor',
    value: cursor.slice(0, 100),
    detail: 'is not a cursor of this list',
    remedy: 'send the cursor that the page before gave, or none to start over',
  });
}
