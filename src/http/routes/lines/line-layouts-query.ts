import { z } from '@hono/zod-openapi';
import { MAX_LINE_LAYOUTS } from '../../../application/line-layouts.ts';
import type { LayoutId } from '../../../domain/layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';

/** Query parameter that says which layouts of lines are held against each other. */
export const layoutsQuery = z
  .string()
  .min(1)
  .max(1_000)
  .optional()
  .openapi({
    description: `Ids of layouts of the plan with commas between, one of each line, at most ${MAX_LINE_LAYOUTS}. When left out, the one in force of each line, and the latest of a line in which none is.`,
  });

/** The layouts that a query names, null where it names none. Throws `not-found` for an id that is none. */
export function layoutsAsked(layouts: string | undefined): LayoutId[] | null {
  return layouts === undefined ? null : [...new Set(layouts.split(',').map((id) => id.trim()))].map(parseLayoutId);
}

/** The line of a layout in an answer. */
export const lineOfLayout = z
  .string()
  .nullable()
  .openapi({ description: 'Id of the line; null: all accounts.', example: 'line-1' });
