import { Failure } from '../domain/failure.ts';
import type { Ports } from './ports.ts';
import { actOnPublication, type FoundPublication, type PublicationDeed } from './publication-ref.ts';

/** Approves what was submitted by another key, and last changed by another. Throws `not-found`, `wrong-state`, `second-key-needed`. */
export function approvePublication(ports: Ports, deed: PublicationDeed): Promise<FoundPublication> {
  const { publicationId, keyId } = deed;
  return actOnPublication(ports, deed, 'approve', ({ view }) => {
    const { submitted, changed } = view.publication;
    if (submitted?.keyId === keyId) throw secondKeyNeeded('submitted');
    if (changed.keyId === keyId) throw secondKeyNeeded('last changed');
    return { kind: 'publication-approved', publicationId };
  });
}

function secondKeyNeeded(what: string): Failure {
  return new Failure('second-key-needed', `this key has ${what} the publication: another must approve it`);
}
