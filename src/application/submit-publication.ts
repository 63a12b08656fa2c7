import type { Ports } from './ports.ts';
import { actOnPublication, type FoundPublication, type PublicationDeed } from './publication-ref.ts';

/** Submits a draft for approval. Throws `not-found`, `wrong-state`. */
export function submitPublication(ports: Ports, deed: PublicationDeed): Promise<FoundPublication> {
  const { publicationId } = deed;
  return actOnPublication(ports, deed, 'submit', () => ({ kind: 'publication-submitted', publicationId }));
}
