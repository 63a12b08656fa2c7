import { z } from '@hono/zod-openapi';

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** A whole number in a query: decimal digits alone, no sign but a minus, no exponent, no hex. */
export function queryInteger({ minimum, maximum }: Range) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, { error: 'is not a whole number; send decimal digits, such as 12' })
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))
    .openapi({ type: 'integer', minimum, maximum });
}

/** A decimal number in a query, plain or with an exponent. */
export function queryNumber({ minimum, maximum }: Range) {
  return z
    .string()
    .regex(/^-?(\d{1,20}(\.\d{1,30})?|\.\d{1,30})(e[+-]?\d{1,3})?$/i, {
      error: 'is not a decimal number; send digits with a point, such as 0.05',
    })
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))
    .openapi({ type: 'number', minimum, maximum });
}
