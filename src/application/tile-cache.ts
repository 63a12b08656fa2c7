/** Tiles that were drawn before, under keys that hold the workspace and the layout. Whatever fails is a miss. */
export interface TileCache {
  find(key: string): Promise<Uint8Array | null>;
  keep(key: string, tile: Uint8Array): Promise<void>;
}
