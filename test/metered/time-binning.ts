import { cellsAt, initSync } from '../../optimizer/pkg/hexalign_optimizer.js';
import module from '../../optimizer/pkg/hexalign_optimizer_bg.wasm';
import { parseResolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import { cellText } from '../../src/domain/cell-number.ts';

const BATCH = 5_000;

/** Bins places as the body has them (row-major latitudes and longitudes, 64-bit floats) with h3-js one by one, or with the optimizer's WebAssembly by the thousand; answers how many different cells came in a row. */
export async function bin(request: Request): Promise<Response> {
  const places = new Float64Array(await request.arrayBuffer());
  const resolution = parseResolution(9);
  let last = '';
  let changes = 0;
  const take = (cell: string) => {
    if (cell !== last) changes++;
    last = cell;
  };
  if (new URL(request.url).searchParams.get('with') === 'h3-js') {
    for (let at = 0; at < places.length; at += 2) take(cellAt(places[at] ?? 0, places[at + 1] ?? 0, resolution));
  } else {
    initSync({ module });
    for (let at = 0; at < places.length; at += BATCH * 2) {
      for (const cell of cellsAt(places.subarray(at, at + BATCH * 2), resolution)) take(cellText(cell));
    }
  }
  return Response.json({ changes });
}
