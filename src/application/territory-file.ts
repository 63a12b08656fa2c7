import type { ShapeProperties } from '../domain/read-territory-shapes.ts';
import type { TerritoryShape } from '../domain/territory-shape.ts';
import type { TerritoryTable } from '../domain/territory-table.ts';

/** Today's territories as a file tells them: drawn, or as a table of accounts or of values. */
export type TerritoryFile =
  | { readonly by: 'polygon'; readonly from: 'geojson'; readonly shapes: readonly TerritoryShape[] }
  | { readonly by: 'account' | 'key'; readonly from: 'csv' | 'json'; readonly table: TerritoryTable };

/** How a file is to be read. */
export interface TerritoryFileOptions {
  /** The attribute whose values the table has; null: it has accounts. */
  readonly key: string | null;
  readonly properties: ShapeProperties;
}

/** Reads a file of territories. */
export interface TerritoryFileReader {
  /** Throws `unsupported-media-type`; `invalid-rows` with everything that is wrong; `malformed-body`, `payload-too-large`. */
  read(
    mediaType: string | undefined,
    body: ReadableStream<Uint8Array>,
    options: TerritoryFileOptions,
  ): Promise<TerritoryFile>;
}
