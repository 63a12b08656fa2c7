import type { LeafLinks } from '../application/leaf-links.ts';
import type { LeafGraph, MeasureInput, MeasureReport, Optimizer } from '../application/optimizer.ts';
import type { OutlineRequest, Outlines } from '../application/outlines.ts';
import type { ProblemFile, ProblemSolve } from '../application/problem-file.ts';
import type { Solve, SolveInput, SolveResult } from '../application/solve.ts';
import type { SolveReport } from '../application/solve-report.ts';
import type { Resolution } from '../domain/cell.ts';
import { resolutionOf } from '../domain/cell-number.ts';
import { type LeafTable, occupiedLeaves, sortLeafTable } from '../domain/leaf-table.ts';
import { InstanceKeeper, type KeptSolve } from './instance-keeper.ts';
import { type LayoutSolve, type OptimizerInstance, startInstance } from './load-optimizer.ts';
import { WasmProblemSolve } from './wasm-problem-solve.ts';

/** As `SLICE_STEPS` in `optimizer/wasm` says. */
const STEPS_PER_ADVANCE = 100_000;

const isolateKeeper = new InstanceKeeper(startInstance);

/** The Rust optimizer in this isolate's instance of wasm. */
export class WasmOptimizer implements Optimizer {
  readonly stepsPerAdvance = STEPS_PER_ADVANCE;
  readonly #keeper: InstanceKeeper;

  constructor(keeper: InstanceKeeper = isolateKeeper) {
    this.#keeper = keeper;
  }

  get engine(): string {
    return this.#keeper.call((instance) => instance.engine());
  }

  startSolve(input: SolveInput): Solve {
    return this.#open(({ LayoutSolve }) => new LayoutSolve(...wasmInput(input), ...wasmFollow(input)));
  }

  chooseBase(input: SolveInput): Resolution {
    const solve = this.#open(({ LayoutSolve }) => new LayoutSolve(...wasmInput(input), ...wasmFollow(input)));
    try {
      return solve.leaves().reduce((base, leaf) => Math.min(base, resolutionOf(leaf)), 15) as Resolution;
    } finally {
      solve.free();
    }
  }

  resumeSolve(input: SolveInput, search: Uint8Array): Solve {
    return this.#open(({ LayoutSolve }) => LayoutSolve.resume(...wasmInput(input), search, ...wasmFollow(input)));
  }

  startProblem(problem: ProblemFile): ProblemSolve {
    this.#keeper.closeAbandoned();
    const text = JSON.stringify(problem);
    const kept = this.#keeper.call(({ ProblemSolve }) => this.#keeper.open(new ProblemSolve(text)));
    return new WasmProblemSolve(this.#keeper, kept);
  }

  #open(begin: (instance: OptimizerInstance) => LayoutSolve): WasmSolve {
    this.#keeper.closeAbandoned();
    const kept = this.#keeper.call((instance) => this.#keeper.open(begin(instance)));
    return new WasmSolve(this.#keeper, kept);
  }

  measureLayout(input: MeasureInput): MeasureReport {
    const { leaves, finer, targets, resolution, territories, tolerances, weightMetric, links } = input;
    const metrics = tolerances.length;
    const options = { metrics, territories, tolerances, weightMetric, ...resolution, links };
    return this.#keeper.call((instance) =>
      JSON.parse(
        instance.measureLayout(
          leaves.cells,
          leaves.territories,
          leaves.sums,
          JSON.stringify(options),
          targets ?? new Float64Array(),
          finer?.cells ?? new BigUint64Array(),
          finer?.sums ?? new Float64Array(),
        ),
      ),
    );
  }

  joinLeaves(leaves: LeafTable, links: LeafLinks): LeafGraph {
    const occupied = occupiedLeaves(leaves);
    return this.#keeper.call((instance) => {
      const graph = instance.joinLeaves(leaves.cells, occupied, JSON.stringify(links));
      const rows = { start: graph.start(), neighbors: graph.neighbors() };
      graph.free();
      return rows;
    });
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

function wasmFollow({ follow }: SolveInput) {
  return [follow?.cells, follow?.territories] as const;
}

function wasmInput({ cells, options, current, follow, finestResolution }: SolveInput) {
  return [
    cells.cells,
    cells.sums,
    JSON.stringify({ ...options, metrics: cells.metrics.length, finestResolution, followWeight: follow?.weight ?? 0 }),
    current?.cells ?? new BigUint64Array(),
    current?.territories ?? new Uint32Array(),
  ] as const;
}

class WasmSolve implements Solve {
  readonly #keeper: InstanceKeeper;
  readonly #kept: KeptSolve<LayoutSolve>;

  constructor(keeper: InstanceKeeper, kept: KeptSolve<LayoutSolve>) {
    this.#keeper = keeper;
    this.#kept = kept;
  }

  advance(): number {
    return this.#keeper.use(this.#kept, (handle) => handle.advance());
  }

  /** Every leaf of the cover, also before the first step. */
  leaves(): BigUint64Array {
    return this.#keeper.use(this.#kept, (handle) => handle.leaves());
  }

  save(): Uint8Array {
    return this.#keeper.use(this.#kept, (handle) => handle.save());
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
