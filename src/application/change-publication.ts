import { Failure } from '../domain/failure.ts';
import { type AskedPublication, checkPublication } from './check-publication.ts';
import type { Ports } from './ports.ts';
import { actOnPublication, type FoundPublication, type PublicationDeed } from './publication-ref.ts';

/** What of a draft can change; what is left out stays. */
export type PublicationChange = { readonly [Name in keyof AskedPublication]?: AskedPublication[Name] | undefined };

/**
 * Changes a draft. Territories keep their reps where none are given.
 *
 * Errors: `not-found`; `wrong-state`; `invalid-references`; `precondition-failed` where it is another version than `expected`.
 */
export function changePublication(
  ports: Ports,
  deed: PublicationDeed,
  change: PublicationChange,
  expected: FoundPublication | null,
): Promise<FoundPublication> {
  const { workspaceId, publicationId } = deed;
  return actOnPublication(ports, deed, 'change', async ({ plan, view }) => {
    const { publication } = view;
    if (expected !== null && JSON.stringify(expected.view.publication) !== JSON.stringify(publication)) {
      throw new Failure('precondition-failed', 'somebody changed it at the same time: read it again and decide anew');
    }
    const { line, layoutId, assignmentId, reps, note } = publication;
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const asked = { line, layoutId, assignmentId, reps, note, ...given };
    const content = await checkPublication(ports, workspaceId, plan, asked);
    return { kind: 'publication-changed', publicationId, ...content };
  });
}
