import { type AskedPublication, checkPublication } from './check-publication.ts';
import type { Ports } from './ports.ts';
import { actOnPublication, type FoundPublication, type PublicationDeed } from './publication-ref.ts';

/** What of a draft can change; what is left out stays. */
export type PublicationChange = { readonly [Name in keyof AskedPublication]?: AskedPublication[Name] | undefined };

/**
 * Changes a draft. Territories keep their reps where none are given.
 *
 * Errors: `not-found`; `wrong-state`; `invalid-references`; `precondition-failed`.
 */
export function changePublication(
  ports: Ports,
  deed: PublicationDeed,
  change: PublicationChange,
): Promise<FoundPublication> {
  const { workspaceId, publicationId } = deed;
  return actOnPublication(ports, deed, 'change', async ({ plan, view }) => {
    const { publication } = view;
    const { line, layoutId, assignmentId, reps, note } = publication;
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const asked = { line, layoutId, assignmentId, reps, note, ...given };
    const content = await checkPublication(ports, workspaceId, plan, { ...asked, reps: asked.reps ?? {} }, publication);
    return { kind: 'publication-changed', publicationId, ...content };
  });
}
