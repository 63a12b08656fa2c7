import type {
  Optimizer,
  OutlineRequest,
  Outlines,
  Solve,
  SolveInput,
  SolveReport,
  SolveResult,
} from '../application/ports.ts';
import { sortLeafTable } from '../domain/leaf-table.ts';
import { InstanceKeeper, type KeptSolve } from './instance-keeper.ts';
import { startInstance } from './load-optimizer.ts';

const isolateKeeper = new InstanceKeeper(startInstance);

/** The Rust optimizer in this isolate's instance of wasm. */
export class WasmOptimizer implements Optimizer {
  readonly #keeper: InstanceKeeper;

  constructor(keeper: InstanceKeeper = isolateKeeper) {
    this.#keeper = keeper;
  }

  get engine(): string {
    return this.#keeper.call((instance) => instance.engine());
  }

  startSolve(input: SolveInput): Solve {
    this.#keeper.closeAbandoned();
    const { cells, options, current, finestResolution } = input;
    const wasmOptions = JSON.stringify({ ...options, metrics: cells.metrics.length, finestResolution });
    const kept = this.#keeper.call((instance) => {
      const handle = new instance.LayoutSolve(
        cells.cells,
        cells.sums,
        wasmOptions,
        current?.cells ?? new BigUint64Array(),
        current?.territories ?? new Uint32Array(),
      );
      return this.#keeper.open(handle);
    });
    return new WasmSolve(this.#keeper, kept);
  }

  drawOutlines({ leaves, owners, resolution, window }: OutlineRequest): Outlines {
    return this.#keeper.call((instance) => {
      const drawn = instance.drawOutlines(leaves, owners, resolution, Float64Array.from(window ?? []));
      const outlines = {
        owners: drawn.owners(),
        polygonStart: drawn.polygonStart(),
        ringStart: drawn.ringStart(),
        pointsE7: drawn.pointsE7(),
      };
      drawn.free();
      return outlines;
    });
  }
}

class WasmSolve implements Solve {
  readonly #keeper: InstanceKeeper;
  readonly #kept: KeptSolve;

  constructor(keeper: InstanceKeeper, kept: KeptSolve) {
    this.#keeper = keeper;
    this.#kept = kept;
  }

  advance(): number {
    return this.#keeper.use(this.#kept, (handle) => handle.advance());
  }

  finish(): SolveResult {
    return this.#keeper.use(this.#kept, (handle) => {
      handle.finish();
      const report = JSON.parse(handle.report()) as SolveReport;
      const leaves = sortLeafTable({
        cells: handle.leaves(),
        territories: handle.territories(),
        sums: handle.leafSums(),
      });
      return { report, leaves };
    });
  }

  free(): void {
    this.#keeper.close(this.#kept);
  }
}
