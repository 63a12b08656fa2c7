import digest from '../../optimizer/pkg/digest.json' with { type: 'json' };
import {
  drawOutlines,
  engine,
  forgetInstance,
  initSync,
  joinLeaves,
  LayoutSolve,
  measureLayout,
  type Outlines,
  ProblemSolve,
} from '../../optimizer/pkg/hexalign_optimizer.js';
import module from '../../optimizer/pkg/hexalign_optimizer_bg.wasm';

export type { LayoutSolve, Outlines, ProblemSolve };

/** The functions of one instance of the optimizer, and its memory. */
export interface OptimizerInstance {
  /** Name, version, and the first digits of the sources' digest: another engine gives other layout ids. */
  readonly engine: () => string;
  readonly LayoutSolve: typeof LayoutSolve;
  readonly ProblemSolve: typeof ProblemSolve;
  readonly drawOutlines: typeof drawOutlines;
  readonly measureLayout: typeof measureLayout;
  readonly joinLeaves: typeof joinLeaves;
  readonly memory: WebAssembly.Memory;
  /** Lets go of the instance. Its handles must not be used, nor be left for the glue to free, after this. */
  readonly forget: () => void;
}

/** Starts the optimizer afresh. The glue knows one instance at a time: forget the one before first. */
export function startInstance(): OptimizerInstance {
  const { memory } = initSync({ module });
  return {
    engine: engineName,
    LayoutSolve,
    ProblemSolve,
    drawOutlines,
    measureLayout,
    joinLeaves,
    memory,
    forget: forgetInstance,
  };
}

function engineName(): string {
  return `${engine()}+${digest.sources.slice(0, 12)}`;
}
