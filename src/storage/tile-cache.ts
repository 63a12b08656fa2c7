import type { TileCache } from '../application/tile-cache.ts';

/** A host that no request can name: tiles kept here are only found by their keys. */
const ORIGIN = 'https://tiles.invalid/';
const KEPT_SECONDS = 86_400;

/** Drawn tiles in the Cache API of the data center. Whatever fails is a miss. */
export const edgeTileCache: TileCache = {
  async find(key) {
    try {
      const response = await caches.default.match(ORIGIN + key);
      return response === undefined ? null : new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      console.warn('The tile cache failed; the tile is drawn.', error);
      return null;
    }
  },
  async keep(key, tile) {
    try {
      const headers = { 'Cache-Control': `public, max-age=${KEPT_SECONDS}` };
      await caches.default.put(ORIGIN + key, new Response(tile, { headers }));
    } catch (error) {
      console.warn('The tile cache failed; the tile is not kept.', error);
    }
  },
};
