import type { Governance } from '../domain/governance.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { Publication } from '../domain/publication.ts';

/** Who serves the territories of a layout, and what says so. */
export interface LayoutReps {
  /** A publication of the layout, or the file that it was imported from; null: nobody says. */
  readonly source: { readonly by: 'publication'; readonly publication: Publication } | { readonly by: 'file' } | null;
  /** Rep by territory; absent: vacant. */
  readonly reps: ReadonlyMap<string, string>;
}

/** Of the publications of a layout the one that is in force counts, else the last that was not withdrawn; where there is none, the import. */
export function repsOfLayout(layout: Layout, governance: Governance, line: string | null, atMs: number): LayoutReps {
  const inForce = governance.inForce(line, atMs).holding?.subject ?? null;
  const all = publicationsOf(layout.layoutId, governance).filter((one) => one.line === line);
  const publication = all.find(({ publicationId }) => publicationId === inForce) ?? all.at(-1);
  if (publication !== undefined) {
    return { source: { by: 'publication', publication }, reps: known(publication.reps) };
  }
  const imported = layout.imported?.reps ?? {};
  if (Object.keys(imported).length === 0) return { source: null, reps: new Map() };
  return { source: { by: 'file' }, reps: known(imported) };
}

/** Whose publications of a layout count: its own line, or all accounts where it was published for these alone. */
export function publishedLine(layoutId: LayoutId, governance: Governance, own: string | null): string | null {
  const lines = new Set(publicationsOf(layoutId, governance).map(({ line }) => line));
  return !lines.has(own) && lines.has(null) ? null : own;
}

function publicationsOf(layoutId: LayoutId, { publications }: Governance): Publication[] {
  return [...publications.values()].filter((one) => one.layoutId === layoutId && one.stage !== 'withdrawn');
}

function known(reps: Readonly<Record<string, string | null>>): Map<string, string> {
  return new Map(Object.entries(reps).filter((pair): pair is [string, string] => pair[1] !== null));
}
