/* tslint:disable */
/* eslint-disable */

/**
 * A solve under way. Advance until progress is 1, then finish and read the results.
 */
export class LayoutSolve {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes one slice of steps; answers the part of the work that is done, 1 when all of it is.
     */
    advance(): number;
    /**
     * Judges and measures the layout.
     *
     * # Errors
     * Before progress is 1.
     */
    finish(): void;
    /**
     * Row-major `[leaves][metrics]`, zeros where a leaf is empty.
     */
    leafSums(): Float64Array;
    /**
     * Every leaf of the cover, occupied and empty.
     */
    leaves(): BigUint64Array;
    /**
     * Builds the cover and begins the search.
     *
     * # Shape
     * `cells` ascending at one resolution; `sums` row-major `[cells][metrics]`, column 0 counts accounts; `currentLeaves` and `currentTerritories` of the
     * same length, empty without a layout today; the same of a layout whose borders are followed, left out without one.
     *
     * # Errors
     * An error whose message is JSON `{kind, detail}`.
     */
    constructor(cells: BigUint64Array | bigint[], sums: Float64Array | number[], optionsJson: string, currentLeaves: BigUint64Array | bigint[], currentTerritories: Uint32Array | number[], followLeaves?: BigUint64Array | bigint[] | null, followTerritories?: Uint32Array | number[] | null);
    /**
     * `SolveReport` as JSON.
     *
     * # Errors
     * Before `finish`.
     */
    report(): string;
    /**
     * Builds the cover again, and goes on with what `save` wrote of the same cells, options and layout today, to the same layout.
     *
     * # Errors
     * As the constructor; of kind `bad-state` where the bytes are of something else.
     */
    static resume(cells: BigUint64Array | bigint[], sums: Float64Array | number[], optionsJson: string, currentLeaves: BigUint64Array | bigint[], currentTerritories: Uint32Array | number[], state: Uint8Array | number[], followLeaves?: BigUint64Array | bigint[] | null, followTerritories?: Uint32Array | number[] | null): LayoutSolve;
    /**
     * The search as bytes, less than a MiB up to 200,000 units and 1,000 territories. Goes on a little first, as far as where it can be left.
     */
    save(): Uint8Array;
    /**
     * The territory of each leaf.
     */
    territories(): Uint32Array;
}

/**
 * Which leaves touch, in compressed rows: the neighbours of leaf `i` are `neighbors[start[i]..start[i + 1]]`, ascending.
 */
export class LeafGraph {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Positions of leaves.
     */
    neighbors(): Uint32Array;
    /**
     * Where the neighbours of each leaf start, and where the last end.
     */
    start(): Uint32Array;
}

/**
 * Polygons in flat arrays, as `hexalign_core::outline::Outlines` says.
 */
export class Outlines {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The owner of each polygon.
     */
    owners(): Uint32Array;
    /**
     * Longitude and latitude of each point in ten-millionths of a degree; a ring's first point is not repeated.
     */
    pointsE7(): Int32Array;
    /**
     * Where the rings of each polygon start, and where the last end.
     */
    polygonStart(): Uint32Array;
    /**
     * Where the points of each ring start, and where the last end.
     */
    ringStart(): Uint32Array;
}

/**
 * A problem file being solved. Advance until progress is 1, then read the answer.
 */
export class ProblemSolve {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes one slice of steps; answers the part of the work that is done, 1 when all of it is.
     *
     * # Errors
     * None for a file that the constructor took.
     */
    advance(): number;
    /**
     * The answer document as one line of JSON.
     *
     * # Errors
     * Before progress is 1.
     */
    answer(): string;
    /**
     * Reads the file's text and begins the search. `seed` and `effort`, where they are given, stand for the file's.
     *
     * # Errors
     * An error whose message is an RFC 9457 problem document, as JSON, with everything that is wrong with the file.
     */
    constructor(text: string, seed?: number | null, effort?: string | null);
    /**
     * Reads the file's text again, and goes on with what `save` wrote of the same file, seed and effort, to the same answer.
     *
     * # Errors
     * As the constructor; `violations` of the one field `state` where the bytes are of something else.
     */
    static resume(text: string, state: Uint8Array | number[], seed?: number | null, effort?: string | null): ProblemSolve;
    /**
     * The search as bytes, less than a MiB up to 200,000 units and 1,000 territories. Goes on a little first, as far as where it can be left.
     */
    save(): Uint8Array;
}

/**
 * The cells that hold places, at one resolution.
 *
 * # Shape
 * `lat_lng_deg` is row-major `[places][2]`.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`, for a number that is not finite.
 */
export function cellsAt(lat_lng_deg: Float64Array | number[], resolution: number): BigUint64Array;

/**
 * Draws the outline of what each owner holds, at one resolution for all.
 *
 * # Shape
 * One owner per leaf; `window` empty, or west, south, east, north in degrees.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`.
 */
export function drawOutlines(leaves: BigUint64Array | bigint[], owners: Uint32Array | number[], resolution: number, window: Float64Array | number[]): Outlines;

/**
 * Name and version of the engine: part of every layout's id.
 */
export function engine(): string;

/**
 * Finds out which leaves touch, and joins islands: first where the links say so, then by the shortest ones.
 *
 * # Shape
 * A flag per leaf, 1 where there are accounts; the links as JSON, pairs of cells.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`.
 */
export function joinLeaves(leaves: BigUint64Array | bigint[], occupied: Uint8Array | number[], linksJson: string): LeafGraph;

/**
 * Judges and measures a given layout; `MeasureReport` as JSON.
 *
 * # Shape
 * One territory and one row of `sums` per leaf; `targets` row-major `[territories][metrics]`, or empty for equal shares; `finerCells` ascending at one
 * resolution with a row of `finerSums` each, or both empty.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`.
 */
export function measureLayout(leaves: BigUint64Array | bigint[], territories: Uint32Array | number[], sums: Float64Array | number[], optionsJson: string, targets: Float64Array | number[], finerCells: BigUint64Array | bigint[], finerSums: Float64Array | number[]): string;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_layoutsolve_free: (a: number, b: number) => void;
    readonly __wbg_leafgraph_free: (a: number, b: number) => void;
    readonly __wbg_outlines_free: (a: number, b: number) => void;
    readonly __wbg_problemsolve_free: (a: number, b: number) => void;
    readonly cellsAt: (a: number, b: number, c: number) => [number, number, number, number];
    readonly drawOutlines: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly engine: () => [number, number];
    readonly joinLeaves: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly layoutsolve_advance: (a: number) => number;
    readonly layoutsolve_finish: (a: number) => [number, number];
    readonly layoutsolve_leafSums: (a: number) => [number, number];
    readonly layoutsolve_leaves: (a: number) => [number, number];
    readonly layoutsolve_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number, m: number, n: number) => [number, number, number];
    readonly layoutsolve_report: (a: number) => [number, number, number, number];
    readonly layoutsolve_resume: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number, m: number, n: number, o: number, p: number) => [number, number, number];
    readonly layoutsolve_save: (a: number) => [number, number];
    readonly layoutsolve_territories: (a: number) => [number, number];
    readonly leafgraph_neighbors: (a: number) => [number, number];
    readonly leafgraph_start: (a: number) => [number, number];
    readonly measureLayout: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number, m: number, n: number) => [number, number, number, number];
    readonly outlines_owners: (a: number) => [number, number];
    readonly outlines_pointsE7: (a: number) => [number, number];
    readonly outlines_polygonStart: (a: number) => [number, number];
    readonly outlines_ringStart: (a: number) => [number, number];
    readonly problemsolve_advance: (a: number) => [number, number, number];
    readonly problemsolve_answer: (a: number) => [number, number, number, number];
    readonly problemsolve_new: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly problemsolve_resume: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly problemsolve_save: (a: number) => [number, number];
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;

/** Forgets the instance and what it holds: the next `initSync` starts with fresh memory. */
export function forgetInstance(): void;
