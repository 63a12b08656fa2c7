import { z } from '@hono/zod-openapi';
import type { CountedLine } from '../../../application/line-store.ts';
import { STATUS_GROUPS } from '../../../domain/account-status.ts';
import { FILTER_LIMITS, fitsLine, isFilterText, isLineId, MAX_LINE_ID, saysAnything } from '../../../domain/line.ts';
import { closedObject } from '../../closed-object.ts';
import { nameSchema } from '../../name-schema.ts';
import { planParams } from '../plans/plan-schema.ts';

const NO_FILTER_TEXT = { error: 'holds a NUL or half a character; send text' };
const label = z.string().min(1).max(FILTER_LIMITS.label).refine(isFilterText, NO_FILTER_TEXT);

const labels = (of: string, example: string) =>
  z
    .array(label)
    .min(1)
    .max(FILTER_LIMITS.values)
    .openapi({ description: `Any of these ${of}.`, example: [example] });

const filterMembers = {
  segments: labels('segments', 'restaurants').optional(),
  productLines: labels('product lines, of those that an account has', 'ovens').optional(),
  sizes: labels('sizes', 'large').optional(),
  statuses: z
    .array(z.enum(STATUS_GROUPS))
    .min(1)
    .max(STATUS_GROUPS.length)
    .optional()
    .openapi({ description: 'Any of these statuses; `unknown`: nobody says one.', example: ['customer'] }),
  skills: labels('skills, of those that an account requires', 'gas').optional(),
  attributes: z
    .record(
      label,
      z
        .array(z.string().max(FILTER_LIMITS.attribute).refine(isFilterText, NO_FILTER_TEXT))
        .min(1)
        .max(FILTER_LIMITS.values),
    )
    .refine((attributes) => Object.keys(attributes).length <= FILTER_LIMITS.attributes, {
      error: `names more than ${FILTER_LIMITS.attributes} attributes; send fewer`,
    })
    .optional()
    .openapi({ description: 'By the name of an attribute, any of these values.', example: { channel: ['direct'] } }),
};

/** The filter of a line as callers give it. */
export const lineFilterSchema = closedObject(filterMembers)
  .refine(saysAnything, {
    error: 'says nothing; send at least one of segments, productLines, sizes, statuses, skills, attributes',
  })
  .refine(fitsLine, {
    error: `takes more than ${FILTER_LIMITS.bytes} bytes as JSON; send fewer or shorter values`,
  })
  .openapi('LineFilter');

const name = nameSchema.openapi({ description: 'What people call the line.', example: 'Ovens for restaurants' });

/** The body of a line that is put. */
export const newLineSchema = closedObject({ name, filter: lineFilterSchema }).openapi('NewLine');

/** A line on the wire. */
export const lineSchema = z
  .object({
    lineId: z.string().openapi({ description: 'Id that the caller gave the line.', example: 'line-1' }),
    name: z.string().openapi({ description: 'What people call the line.', example: 'Ovens for restaurants' }),
    filter: z
      .object(filterMembers)
      .openapi({ description: 'Its accounts: every member holds.', example: { segments: ['restaurants'] } }),
    accounts: z.number().int().openapi({ description: 'Accounts in the line now.', example: 412 }),
  })
  .openapi('Line');

const LINE_ID_ERROR = `is no id of a line; send 1 to ${MAX_LINE_ID} characters without control characters, and no spaces at the ends`;

/** Path parameters of every route of one line. */
export const lineParams = planParams.extend({
  lineId: z
    .string()
    .max(800)
    .refine(isLineId, { error: LINE_ID_ERROR })
    .openapi({
      param: { name: 'lineId', in: 'path' },
      description: 'Id that the caller gave the line.',
      example: 'line-1',
    }),
});

/** A line that a body names. */
export const lineMember = z
  .string()
  .min(1)
  .max(MAX_LINE_ID)
  .openapi({ description: 'A line of the plan: its accounts alone; all accounts when left out.' });

/** A line that a query names. */
export const lineQuery = lineMember.optional();

/** A line as JSON holds it. */
export function lineBody({ lineId, name, filter, accounts }: CountedLine): z.infer<typeof lineSchema> {
  return { lineId, name, filter: filter as z.infer<typeof lineSchema>['filter'], accounts };
}
