import type { LeafTable } from '../domain/leaf-table.ts';

const HEADER_BYTES = 8;

/**
 * A leaf table in one buffer, so that reading it back copies nothing.
 *
 * Shape: u32 leaves, u32 metrics, u64 cells[leaves], f64 sums[leaves][metrics], u32 territories[leaves]; little-endian.
 */
export function encodeLeafTable(table: LeafTable): ArrayBuffer {
  const leaves = table.cells.length;
  const buffer = new ArrayBuffer(HEADER_BYTES + 8 * leaves + 8 * table.sums.length + 4 * leaves);
  new Uint32Array(buffer, 0, 2).set([leaves, leaves === 0 ? 0 : table.sums.length / leaves]);
  const view = viewLeafTable(buffer);
  view.cells.set(table.cells);
  view.sums.set(table.sums);
  view.territories.set(table.territories);
  return buffer;
}

/** The leaf table in a buffer, or null where the buffer does not have the size that it states. */
export function decodeLeafTable(buffer: ArrayBuffer): LeafTable | null {
  if (buffer.byteLength < HEADER_BYTES) return null;
  const [leaves = 0, metrics = 0] = new Uint32Array(buffer, 0, 2);
  if (buffer.byteLength !== HEADER_BYTES + leaves * (12 + 8 * metrics)) return null;
  return viewLeafTable(buffer);
}

function viewLeafTable(buffer: ArrayBuffer): LeafTable {
  const [leaves = 0, metrics = 0] = new Uint32Array(buffer, 0, 2);
  const sumsAt = HEADER_BYTES + 8 * leaves;
  const territoriesAt = sumsAt + 8 * leaves * metrics;
  return {
    cells: new BigUint64Array(buffer, HEADER_BYTES, leaves),
    sums: new Float64Array(buffer, sumsAt, leaves * metrics),
    territories: new Uint32Array(buffer, territoriesAt, leaves),
  };
}
