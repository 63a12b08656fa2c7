import { wrongState } from '../domain/publication-action.ts';
import { findEarlier } from '../domain/publication-view.ts';
import type { Ports } from './ports.ts';
import { actOnPublication, type FoundPublication, type PublicationDeed } from './publication-ref.ts';
import { layoutInForce } from './publish-publication.ts';

/**
 * Takes a publication back. Before its time it never comes in force; in force, what was before it is again from now on.
 *
 * Errors: `not-found`; `wrong-state`, also where nothing was in force before it.
 */
export function withdrawPublication(ports: Ports, deed: PublicationDeed, reason: string): Promise<FoundPublication> {
  const { publicationId } = deed;
  return actOnPublication(ports, deed, 'withdraw', ({ view, governance, nowMs }) => {
    const { publication, state } = view;
    const withdrawn = { kind: 'publication-withdrawn', publicationId, reason } as const;
    if (state !== 'in-force') {
      const isScheduled = state === 'scheduled' && publication.fromMs !== null;
      const before = isScheduled ? layoutInForce(governance, publication.line, publication.fromMs - 1) : null;
      const fromLayoutId = isScheduled ? publication.layoutId : null;
      return { ...withdrawn, resumes: null, fromLayoutId, toLayoutId: before };
    }
    const earlier = findEarlier(governance, publication, nowMs);
    if (earlier === null) {
      throw wrongState('nothing was in force before this publication that could be again; publish another', state, []);
    }
    const { publicationId: resumes, layoutId: toLayoutId } = earlier;
    return { ...withdrawn, resumes, fromLayoutId: publication.layoutId, toLayoutId };
  });
}
