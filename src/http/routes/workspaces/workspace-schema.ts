import { z } from '@hono/zod-openapi';
import { ANY_ORIGIN, type Workspace } from '../../../domain/workspace.ts';
import { nameSchema } from '../../name-schema.ts';

/** Most origins that a workspace lists. */
const MAX_ORIGINS = 100;

const corsOrigins = z
  .array(
    z.string().max(300).refine(isOrigin, {
      error: 'is no origin; send scheme, host and port alone, such as https://app.example.com, or *',
    }),
  )
  .max(MAX_ORIGINS)
  .openapi({
    description:
      'Origins whose pages may read answers; `*` is every origin, an empty list is none. Browsers alone heed it: what opens the ' +
      'workspace is the key.',
    example: ['https://app.example.com'],
  });

/** Members of a workspace that can be set. */
export const workspaceMembers = {
  name: nameSchema.openapi({ description: 'What people call the workspace.', example: 'Acme' }),
  corsOrigins,
};

/** A workspace on the wire. */
export const workspaceSchema = z
  .object({
    workspaceId: z.string().openapi({ description: 'Id of the workspace.', example: 'wsp_7Nq2mVxT0sKb4RzLcW9JhY' }),
    ...workspaceMembers,
    createdAt: z.iso.datetime().openapi({ description: 'When it was made.', example: '2027-01-04T09:00:00.000Z' }),
  })
  .openapi('Workspace');

/** A workspace as JSON holds it. */
export function workspaceBody({
  workspaceId,
  name,
  corsOrigins,
  createdAt,
}: Workspace): z.infer<typeof workspaceSchema> {
  return { workspaceId, name, corsOrigins: [...corsOrigins], createdAt };
}

function isOrigin(text: string): boolean {
  if (text === ANY_ORIGIN) return true;
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
