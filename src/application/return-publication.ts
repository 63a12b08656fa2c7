import type { Ports } from './ports.ts';
import { actOnPublication, type FoundPublication, type PublicationDeed } from './publication-ref.ts';

/** Makes what was submitted or approved a draft again. Throws `not-found`, `wrong-state`. */
export function returnPublication(ports: Ports, deed: PublicationDeed, reason: string): Promise<FoundPublication> {
  const { publicationId } = deed;
  return actOnPublication(ports, deed, 'return', () => ({ kind: 'publication-returned', publicationId, reason }));
}
