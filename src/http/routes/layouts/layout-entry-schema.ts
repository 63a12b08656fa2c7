import { z } from '@hono/zod-openapi';
import { type LayoutEntry, MAX_LABEL, MAX_LABELS, MAX_NOTE } from '../../../domain/layout-entry.ts';
import { nameSchema } from '../../name-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { layoutParams, layoutSummarySchema } from './layout-schema.ts';

const NAME = { description: 'What people call the layout in this plan.', example: 'Two reps more in the south' };
const NOTE = { description: 'What there is to say of it.', example: 'Asked for by the regional managers.' };
const LABELS = { description: 'Short texts to filter the list by.', example: ['2028', 'draft'] };

/** A layout in a plan's list. */
export const layoutEntrySchema = layoutSummarySchema
  .extend({
    name: z.string().nullable().openapi(NAME),
    note: z.string().nullable().openapi(NOTE),
    labels: z.array(z.string()).max(MAX_LABELS).openapi(LABELS),
  })
  .openapi('LayoutEntry');

/** Path parameters of every route of one entry. */
export const entryParams = planParams.extend(layoutParams.shape);

/** One label. */
export const labelSchema = nameSchema.max(MAX_LABEL);

const note = z
  .string()
  .max(MAX_NOTE)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), { error: 'is not printable; send text' });
const labels = z
  .array(labelSchema)
  .max(MAX_LABELS)
  .refine((all) => new Set(all).size === all.length, { error: 'holds a label twice; send each once' });

/** What a request that makes a layout may say of it. */
export const givenRemarks = {
  name: nameSchema.optional().openapi(NAME),
  note: note.optional().openapi(NOTE),
  labels: labels.optional().openapi(LABELS),
};

/** What a request may change of what is said of a layout. */
export const remarksChange = {
  name: nameSchema.nullish().openapi({ ...NAME, description: `${NAME.description} Null takes it away.` }),
  note: note.nullish().openapi({ ...NOTE, description: `${NOTE.description} Null takes it away.` }),
  labels: labels.optional().openapi({ ...LABELS, description: 'All its labels from now on.' }),
};

/** An entry as JSON holds it. */
export function layoutEntryBody({ version: _, ...entry }: LayoutEntry) {
  return entry;
}
