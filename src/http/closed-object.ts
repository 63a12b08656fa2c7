import { z } from '@hono/zod-openapi';

/** An object that knows all its members: any other is refused, and the answer lists the known ones. For queries and JSON bodies. */
export function closedObject<Shape extends z.core.$ZodShape>(shape: Shape) {
  const names = Object.keys(shape);
  const known = names.length === 0 ? 'nothing is known here: leave it out' : `known here: ${names.join(', ')}`;
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined),
  });
}
