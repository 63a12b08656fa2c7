import { Failure } from '../domain/failure.ts';
import { packBytes } from '../domain/pack-bytes.ts';
import type { Publication } from '../domain/publication.ts';
import { territoryRuns } from '../domain/territory-runs.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { Ports } from './ports.ts';

/** A publication and what it gives to look owners up without a connection. */
export interface PublicationPack {
  readonly publicationId: string;
  /** Reads the layout and packs it. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Finds a publication that was published, to be packed. Throws `not-found`, also for one that is a draft still: it may change. */
export async function packPublication(
  ports: Ports,
  workspaceId: string,
  publicationId: string,
): Promise<PublicationPack> {
  const planId = await ports.planLog.planOf(workspaceId, publicationId);
  const governance = planId === null ? null : await ports.governance.load(workspaceId, planId);
  const publication = governance?.publications.get(publicationId);
  if (planId === null || publication === undefined || publication.published === null) {
    throw new Failure('not-found', 'no publication of this workspace that was published has this id');
  }
  return { publicationId, bytes: () => pack(ports, workspaceId, planId, publication) };
}

async function pack(ports: Ports, workspaceId: string, planId: string, publication: Publication) {
  const { publicationId, layoutId, line, reps } = publication;
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const territories = layout.territories.map(({ id, name }) => ({ id, name, rep: reps[id] ?? null }));
  const header = {
    ...{ publicationId, planId, line, layoutId, territories },
    ...{ pointResolution: layout.resolution.finest, leaves: leaves.cells.length },
  };
  return packBytes(header, territoryRuns(leaves));
}
