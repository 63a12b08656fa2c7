import type { Cell, Resolution } from '../domain/cell.ts';
import { cellText } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import { leafRange } from '../domain/leaf-range.ts';
import { shorten } from '../domain/shorten.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { Ports } from './ports.ts';

/**
 * The cells of a territory at a resolution, as ranges from first to last.
 *
 * Errors: `not-found`; `invalid-parameter` for a territory that the layout does not have.
 */
export async function territoryRanges(
  ports: Ports,
  workspaceId: string,
  { layoutId, territoryId }: { readonly layoutId: LayoutId; readonly territoryId: string },
  resolution: Resolution,
): Promise<(readonly [Cell, Cell])[]> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const territory = layout.territories.findIndex(({ id }) => id === territoryId);
  if (territory < 0) {
    const ids = layout.territories.slice(0, 10).map(({ id }) => id);
    throw Failure.invalid('invalid-parameter', {
      field: 'territoryId',
      value: shorten(territoryId),
      detail: 'is no territory of this layout',
      remedy: `send one of: ${ids.join(', ')}${layout.territories.length > ids.length ? ' ...' : ''}`,
    });
  }
  const ranges: (readonly [Cell, Cell])[] = [];
  leaves.cells.forEach((leaf, at) => {
    if (leaves.territories[at] !== territory) return;
    const range = leafRange(leaf, resolution);
    if (range !== null) ranges.push([cellText(range[0]), cellText(range[1])]);
  });
  return ranges;
}
