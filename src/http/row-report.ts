import { z } from '@hono/zod-openapi';
import type { RowReport } from '../application/upload-rows.ts';
import { violationSchema } from './problem-answers.ts';
import { columnsSchema } from './routes/accounts/column-pairs.ts';

/** What became of an upload of rows, on the wire. */
export function rowReportSchema(warning: z.infer<typeof violationSchema>) {
  return z.object({
    mode: z.enum(['merge', 'replace']).openapi({ description: 'As the request said.' }),
    dryRun: z.boolean().openapi({ description: 'Whether nothing was stored.', example: false }),
    accepted: z.number().int().openapi({ description: 'Rows stored, or good enough.', example: 11_998 }),
    rejected: z.number().int().openapi({ description: 'Rows with a violation.', example: 2 }),
    columns: columnsSchema.openapi({ example: [{ column: 'Account ID', as: 'account' }] }),
    violations: z.array(violationSchema).max(1000).openapi({ description: 'The first 1,000.' }),
    violationCount: z.number().int().openapi({ description: 'Violations in all.', example: 2 }),
    warnings: z
      .array(violationSchema)
      .max(10)
      .openapi({ description: 'What is stored as it is and may be a mistake.', example: [warning] }),
  });
}

/** A report as JSON holds it. */
export function rowReportBody(report: RowReport) {
  const { columns, violations, warnings } = report;
  return { ...report, columns: [...columns], violations: [...violations], warnings: [...warnings] };
}

/** The body of a file of rows in the media types in which it is read, by an example in CSV and as objects. */
export function rowBodies(schema: string, member: string, csv: string, rows: readonly object[]) {
  const row = { $ref: `#/components/schemas/${schema}` };
  const text = { type: 'string', maxLength: 100_000_000 } as const;
  return {
    'text/csv': { schema: text, example: csv },
    'application/x-ndjson': { schema: text, example: rows.map((one) => `${JSON.stringify(one)}\n`).join('') },
    'application/json': {
      schema: {
        oneOf: [
          { type: 'array' as const, items: row },
          {
            type: 'object' as const,
            properties: { [member]: { type: 'array' as const, items: row } },
            required: [member],
          },
        ],
      },
      example: rows,
    },
  };
}
