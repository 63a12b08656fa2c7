import { z } from '@hono/zod-openapi';
import type { ServingReps } from '../../../application/serving-reps.ts';

/** Who says who serves a layout's territories. */
export const servedBySchema = z
  .object({
    by: z.enum(['assignment', 'publication', 'file']),
    assignmentId: z.string().optional(),
    publicationId: z.string().optional(),
  })
  .nullable()
  .openapi({
    description: 'What says who serves the territories; null: nothing does.',
    example: { by: 'publication', publicationId: 'pub_4fT9kQ2mZx7Lr0BvN8sYcW' },
  });

export const servingRepSchema = z
  .object({ repId: z.string(), capacityHours: z.number().nullable() })
  .nullable()
  .openapi({ description: 'Who serves it; null: it is vacant.', example: { repId: 'rep-7', capacityHours: 160 } });

/** Who says it, as JSON holds it. */
export function servedByBody(source: ServingReps['source']): z.infer<typeof servedBySchema> {
  if (source === null) return null;
  const { by, id } = source;
  if (id === null) return { by };
  return by === 'assignment' ? { by, assignmentId: id } : { by, publicationId: id };
}
