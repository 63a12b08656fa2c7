import { z } from '@hono/zod-openapi';

/** An id of the caller's, as bodies name it: 1 to 200 characters, by default, without control characters. */
export function idText(maximum = 200) {
  return z
    .string()
    .min(1)
    .max(maximum)
    .refine((id) => !/[\p{Cc}\p{Cs}]/u.test(id), { error: 'holds a control character; send an id without' });
}
