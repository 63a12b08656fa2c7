import type { StatusGroup } from '../domain/account-status.ts';
import type { Cell } from '../domain/cell.ts';
import type { GeoBox, GeoPolygon } from '../domain/geo-polygon.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { LineFilter } from '../domain/line.ts';

/** Which accounts of a plan are meant; what is null does not matter. */
export interface AccountFilter {
  readonly box: GeoBox | null;
  readonly polygon: GeoPolygon | null;
  readonly segment: string | null;
  readonly repId: string | null;
  /** `unknown`: those of which nobody says one. Absent: any. */
  readonly status?: StatusGroup | null;
  /** What the id or the name holds; A to Z in any case. */
  readonly text: string | null;
  /** The territory of a layout that holds their places. */
  readonly territory: { readonly layoutId: LayoutId; readonly territoryId: string } | null;
  /** The line that they are in. */
  readonly lineId?: string | null;
}

/** A filter as the record takes it. */
export interface StoredFilter {
  /** Accounts are in each of these. */
  readonly boxes: readonly GeoBox[];
  readonly segment: string | null;
  readonly repId: string | null;
  readonly status: StatusGroup | null;
  readonly text: string | null;
  /** First and last cells at the plan's finest resolution, or null. */
  readonly cellRanges: readonly (readonly [first: Cell, last: Cell, ...unknown[]])[] | null;
  readonly line: LineFilter | null;
}
