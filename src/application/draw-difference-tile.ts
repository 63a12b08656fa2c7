import { movedPlaces } from '../domain/moved-places.ts';
import { TILE_BUFFER_SHARE, type TileAddress, tileWindow } from '../domain/tile-address.ts';
import { tileResolution } from '../domain/tile-resolution.ts';
import { comparedResolutions, differenceOf } from './draw-differences.ts';
import { keptTile, prefixed } from './draw-tile.ts';
import type { TileFormat } from './map-encoder.ts';
import { type ComparedPair, openComparison } from './open-comparison.ts';
import type { Ports } from './ports.ts';

/**
 * A tile of the places that differ between two layouts, or null where nothing in it does.
 *
 * Shape: layer `differences`, a feature for every two territories, with `from`, `to` and what the one hands to the other. Drawn at the resolution that fits the zoom, as
 * tiles of layouts are.
 */
export function drawDifferenceTile(
  ports: Ports,
  workspaceId: string,
  pair: ComparedPair,
  address: TileAddress,
  format: TileFormat,
): Promise<Uint8Array | null> {
  const name = `${pair.a.layoutId}-${pair.b.layoutId}-${pair.derived ? 'derived' : 'apart'}`;
  return keptTile(ports, `${workspaceId}/${name}`, address, format, async () => {
    const input = await openComparison(ports, workspaceId, pair);
    const moved = movedPlaces(input);
    const outlines = ports.optimizer.drawOutlines({
      leaves: moved.cells,
      owners: moved.pair,
      resolution: tileResolution(address.z, comparedResolutions(pair)),
      window: tileWindow(address, TILE_BUFFER_SHARE),
    });
    const feature = (position: number) => {
      const { from, to, sums } = differenceOf(input, moved, position);
      const known = Object.entries(sums).filter((sum): sum is [string, number] => sum[1] !== null);
      return { id: `${from}>${to}`, properties: { from, to, ...prefixed('sums', Object.fromEntries(known)) } };
    };
    return [{ name: 'differences', outlines, feature }];
  });
}
