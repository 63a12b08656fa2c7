import type { LayoutProblem, LayoutRequest, RebalanceStart } from '../application/layout-problem.ts';
import type { Resolution } from '../domain/cell.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';

/** All of a problem but its long arrays, and how long those are. */
interface Head {
  readonly metrics: readonly string[];
  readonly finestResolution: Resolution;
  readonly request: LayoutRequest;
  readonly cells: number;
  readonly start: {
    readonly layout: Layout;
    readonly budget: RebalanceStart['budget'];
    readonly part?: readonly number[];
    readonly leaves: number;
    readonly leafSums: number;
  } | null;
  readonly follow?: { readonly layoutId: LayoutId; readonly weight: number; readonly leaves: number };
}

const LENGTH_BYTES = 8;

/**
 * A problem as bytes, in parts that are views of its arrays, from which the same problem can be read again, to the last bit.
 *
 * Shape: u32 bytes of the head, u32 zero, the head as JSON with spaces up to a multiple of 8 bytes, u64 cells, f64 sums; with a start u64
 * leaves, f64 their sums; with a followed layout u64 its leaves; then u32 the territories of both; little-endian.
 */
export function encodeProblem({
  cells,
  finestResolution,
  request,
  start,
  follow,
}: LayoutProblem): Uint8Array<ArrayBuffer>[] {
  const head: Head = {
    metrics: cells.metrics,
    finestResolution,
    request,
    cells: cells.cells.length,
    start: start && {
      layout: start.layout,
      budget: start.budget,
      ...(start.part && { part: start.part }),
      leaves: start.leaves.cells.length,
      leafSums: start.leaves.sums.length,
    },
    ...(follow && { follow: { layoutId: follow.layoutId, weight: follow.weight, leaves: follow.leaves.cells.length } }),
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(32);
  padded.set(json);
  const { cells: startCells, sums: startSums, territories } = start?.leaves ?? {};
  const { cells: followCells, territories: followTerritories } = follow?.leaves ?? {};
  const long = [cells.cells, cells.sums, startCells, startSums, followCells];
  const arrays = [...long, territories, followTerritories].filter((array) => array !== undefined);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, padded.length, true);
  return [length, padded, ...arrays].map(
    (array) => new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength),
  );
}

/** The problem in a buffer that `encodeProblem` made; its arrays are views of it. */
export function decodeProblem(bytes: Uint8Array<ArrayBuffer>): LayoutProblem {
  const { buffer } = bytes;
  const headBytes = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headBytes))) as Head;
  const { metrics, finestResolution, request, start } = head;
  let at = LENGTH_BYTES + headBytes;
  const next = (byteLength: number) => {
    at += byteLength;
    return at - byteLength;
  };
  const numbers = (length: number) => new BigUint64Array(buffer, next(8 * length), length);
  const sums = (length: number) => new Float64Array(buffer, next(8 * length), length);
  const cells = { metrics, cells: numbers(head.cells), sums: sums(head.cells * metrics.length) };
  const own = start && { cells: numbers(start.leaves), sums: sums(start.leafSums) };
  const followed = head.follow && numbers(head.follow.leaves);
  const territories = (length: number) => new Uint32Array(buffer, next(4 * length), length);
  const from = start && own && { ...own, territories: territories(start.leaves) };
  const problem = {
    cells,
    finestResolution,
    request,
    start: start &&
      from && {
        ...{ layout: start.layout, budget: start.budget, leaves: from },
        ...(start.part && { part: start.part }),
      },
  };
  if (head.follow === undefined || followed === undefined) return problem;
  const { layoutId, weight, leaves } = head.follow;
  return { ...problem, follow: { layoutId, weight, leaves: { cells: followed, territories: territories(leaves) } } };
}
