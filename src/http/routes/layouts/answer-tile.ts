import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TileFormat } from '../../../application/map-encoder.ts';
import { Failure } from '../../../domain/failure.ts';
import { parseTileAddress, type TileAddress } from '../../../domain/tile-address.ts';
import { answerImmutable } from '../../answer-immutable.ts';
import type { HttpEnv } from '../../http-env.ts';

const TILE_TYPES = { mvt: 'application/vnd.mapbox-vector-tile', geojson: 'application/geo+json' } as const;

/** What a tile is described as. */
export const tileContent = {
  [TILE_TYPES.mvt]: { schema: { type: 'string' as const, format: 'binary' } },
  [TILE_TYPES.geojson]: { schema: { $ref: '#/components/schemas/FeatureCollection' } },
};

/** Path parameters of a tile. */
export const tileParams = z.object({
  z: z.string().openapi({ param: { name: 'z', in: 'path' }, description: 'Zoom, 0 to 16.', example: '4' }),
  x: z.string().openapi({ param: { name: 'x', in: 'path' }, description: 'Column from the west.', example: '3' }),
  tile: z.string().openapi({
    param: { name: 'tile', in: 'path' },
    description: 'Row from the north, and format.',
    example: '6.mvt',
  }),
});

/** Which tile, and as what. Throws `invalid-parameter`. */
export function tilePlace({ z, x, tile }: z.infer<typeof tileParams>): TilePlace {
  const [, y = '', format = ''] = /^([^.]*)\.(.*)$/.exec(tile) ?? [];
  if (format !== 'mvt' && format !== 'geojson') throw unknownFormat(tile);
  return { address: parseTileAddress({ z, x, y }), format };
}

interface TilePlace {
  readonly address: TileAddress;
  readonly format: TileFormat;
}

/** Answers with a tile of something that never changes. */
export function answerTile(
  c: Context<HttpEnv>,
  variant: string,
  { address: { z, x, y }, format }: TilePlace,
  draw: () => Promise<Uint8Array | null>,
) {
  return answerImmutable(c, `${variant}-${z}-${x}-${y}.${format}`, async () => {
    const bytes = await draw();
    if (bytes !== null) return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': TILE_TYPES[format] });
    if (format === 'mvt') return c.body(null, 204);
    return c.body('{"type":"FeatureCollection","features":[]}', 200, { 'Content-Type': TILE_TYPES.geojson });
  });
}

function unknownFormat(tile: string): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'tile',
    value: tile.slice(0, 100),
    detail: 'has no known format',
    remedy: 'end the address in .mvt or .geojson',
  });
}
