import { z } from '@hono/zod-openapi';

/** Text that people give: printable, with line breaks. */
export function phrase(maximum: number) {
  return z
    .string()
    .trim()
    .max(maximum)
    .refine((text) => !/[\p{Cs}]|(?![\n\t])\p{Cc}/u.test(text), {
      error: 'holds a control character; send printable text',
    });
}
