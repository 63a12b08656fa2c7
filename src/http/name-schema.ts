import { z } from '@hono/zod-openapi';

/** A name that a caller gives: 1 to 200 printable characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !/[\p{Cc}\p{Cs}]/u.test(name), { error: 'holds a control character; send printable text' });
