/* @ts-self-types="./hexalign_optimizer.d.ts" */

/**
 * A solve under way. Advance until progress is 1, then finish and read the results.
 */
export class LayoutSolve {
    static __wrap(ptr) {
        const obj = Object.create(LayoutSolve.prototype);
        obj.__wbg_ptr = ptr;
        LayoutSolveFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        LayoutSolveFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_layoutsolve_free(ptr, 0);
    }
    /**
     * Takes one slice of steps; answers the part of the work that is done, 1 when all of it is.
     * @returns {number}
     */
    advance() {
        const ret = wasm.layoutsolve_advance(this.__wbg_ptr);
        return ret;
    }
    /**
     * Judges and measures the layout.
     *
     * # Errors
     * Before progress is 1.
     */
    finish() {
        const ret = wasm.layoutsolve_finish(this.__wbg_ptr);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Row-major `[leaves][metrics]`, zeros where a leaf is empty.
     * @returns {Float64Array}
     */
    leafSums() {
        const ret = wasm.layoutsolve_leafSums(this.__wbg_ptr);
        var v1 = getArrayF64FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
        return v1;
    }
    /**
     * Every leaf of the cover, occupied and empty.
     * @returns {BigUint64Array}
     */
    leaves() {
        const ret = wasm.layoutsolve_leaves(this.__wbg_ptr);
        var v1 = getArrayU64FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
        return v1;
    }
    /**
     * Builds the cover and begins the search.
     *
     * # Shape
     * `cells` ascending at one resolution; `sums` row-major `[cells][metrics]`, column 0 counts accounts; `currentLeaves` and `currentTerritories` of the
     * same length, empty without a layout today; the same of a layout whose borders are followed, left out without one.
     *
     * # Errors
     * An error whose message is JSON `{kind, detail}`.
     * @param {BigUint64Array | bigint[]} cells
     * @param {Float64Array | number[]} sums
     * @param {string} optionsJson
     * @param {BigUint64Array | bigint[]} currentLeaves
     * @param {Uint32Array | number[]} currentTerritories
     * @param {BigUint64Array | bigint[] | null} [followLeaves]
     * @param {Uint32Array | number[] | null} [followTerritories]
     */
    constructor(cells, sums, optionsJson, currentLeaves, currentTerritories, followLeaves, followTerritories) {
        let ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3, ptr4, len4, ptr5, len5, ptr6, len6;
        try {
            ptr0 = passArray64ToWasm0(cells, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArrayF64ToWasm0(sums, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = passStringToWasm0(optionsJson, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len2 = WASM_VECTOR_LEN;
            ptr3 = passArray64ToWasm0(currentLeaves, wasm.__wbindgen_malloc);
            len3 = WASM_VECTOR_LEN;
            ptr4 = passArray32ToWasm0(currentTerritories, wasm.__wbindgen_malloc);
            len4 = WASM_VECTOR_LEN;
            ptr5 = isLikeNone(followLeaves) ? 0 : passArray64ToWasm0(followLeaves, wasm.__wbindgen_malloc);
            len5 = WASM_VECTOR_LEN;
            ptr6 = isLikeNone(followTerritories) ? 0 : passArray32ToWasm0(followTerritories, wasm.__wbindgen_malloc);
            len6 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr6) { wasm.__wbindgen_free(ptr6, len6 * 4, 4); }
            if (ptr5) { wasm.__wbindgen_free(ptr5, len5 * 8, 8); }
            if (ptr4) { wasm.__wbindgen_free(ptr4, len4 * 4, 4); }
            if (ptr3) { wasm.__wbindgen_free(ptr3, len3 * 8, 8); }
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 1, 1); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 8, 8); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 8, 8); }
            throw e;
        }
        const ret = wasm.layoutsolve_new(ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3, ptr4, len4, ptr5, len5, ptr6, len6);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        LayoutSolveFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * `SolveReport` as JSON.
     *
     * # Errors
     * Before `finish`.
     * @returns {string}
     */
    report() {
        let deferred2_0;
        let deferred2_1;
        try {
            const ret = wasm.layoutsolve_report(this.__wbg_ptr);
            var ptr1 = ret[0];
            var len1 = ret[1];
            if (ret[3]) {
                ptr1 = 0; len1 = 0;
                throw takeFromExternrefTable0(ret[2]);
            }
            deferred2_0 = ptr1;
            deferred2_1 = len1;
            return getStringFromWasm0(ptr1, len1);
        } finally {
            wasm.__wbindgen_free(deferred2_0, deferred2_1, 1);
        }
    }
    /**
     * Builds the cover again, and goes on with what `save` wrote of the same cells, options and layout today, to the same layout.
     *
     * # Errors
     * As the constructor; of kind `bad-state` where the bytes are of something else.
     * @param {BigUint64Array | bigint[]} cells
     * @param {Float64Array | number[]} sums
     * @param {string} optionsJson
     * @param {BigUint64Array | bigint[]} currentLeaves
     * @param {Uint32Array | number[]} currentTerritories
     * @param {Uint8Array | number[]} state
     * @param {BigUint64Array | bigint[] | null} [followLeaves]
     * @param {Uint32Array | number[] | null} [followTerritories]
     * @returns {LayoutSolve}
     */
    static resume(cells, sums, optionsJson, currentLeaves, currentTerritories, state, followLeaves, followTerritories) {
        let ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3, ptr4, len4, ptr5, len5, ptr6, len6, ptr7, len7;
        try {
            ptr0 = passArray64ToWasm0(cells, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArrayF64ToWasm0(sums, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = passStringToWasm0(optionsJson, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len2 = WASM_VECTOR_LEN;
            ptr3 = passArray64ToWasm0(currentLeaves, wasm.__wbindgen_malloc);
            len3 = WASM_VECTOR_LEN;
            ptr4 = passArray32ToWasm0(currentTerritories, wasm.__wbindgen_malloc);
            len4 = WASM_VECTOR_LEN;
            ptr5 = passArray8ToWasm0(state, wasm.__wbindgen_malloc);
            len5 = WASM_VECTOR_LEN;
            ptr6 = isLikeNone(followLeaves) ? 0 : passArray64ToWasm0(followLeaves, wasm.__wbindgen_malloc);
            len6 = WASM_VECTOR_LEN;
            ptr7 = isLikeNone(followTerritories) ? 0 : passArray32ToWasm0(followTerritories, wasm.__wbindgen_malloc);
            len7 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr7) { wasm.__wbindgen_free(ptr7, len7 * 4, 4); }
            if (ptr6) { wasm.__wbindgen_free(ptr6, len6 * 8, 8); }
            if (ptr5) { wasm.__wbindgen_free(ptr5, len5 * 1, 1); }
            if (ptr4) { wasm.__wbindgen_free(ptr4, len4 * 4, 4); }
            if (ptr3) { wasm.__wbindgen_free(ptr3, len3 * 8, 8); }
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 1, 1); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 8, 8); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 8, 8); }
            throw e;
        }
        const ret = wasm.layoutsolve_resume(ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3, ptr4, len4, ptr5, len5, ptr6, len6, ptr7, len7);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return LayoutSolve.__wrap(ret[0]);
    }
    /**
     * The search as bytes, less than a MiB up to 200,000 units and 1,000 territories. Goes on a little first, as far as where it can be left.
     * @returns {Uint8Array}
     */
    save() {
        const ret = wasm.layoutsolve_save(this.__wbg_ptr);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * The territory of each leaf.
     * @returns {Uint32Array}
     */
    territories() {
        const ret = wasm.layoutsolve_territories(this.__wbg_ptr);
        var v1 = getArrayU32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
}
if (Symbol.dispose) LayoutSolve.prototype[Symbol.dispose] = LayoutSolve.prototype.free;

/**
 * Which leaves touch, in compressed rows: the neighbours of leaf `i` are `neighbors[start[i]..start[i + 1]]`, ascending.
 */
export class LeafGraph {
    static __wrap(ptr) {
        const obj = Object.create(LeafGraph.prototype);
        obj.__wbg_ptr = ptr;
        LeafGraphFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        LeafGraphFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_leafgraph_free(ptr, 0);
    }
    /**
     * Positions of leaves.
     * @returns {Uint32Array}
     */
    neighbors() {
        const ret = wasm.leafgraph_neighbors(this.__wbg_ptr);
        var v1 = getArrayU32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
    /**
     * Where the neighbours of each leaf start, and where the last end.
     * @returns {Uint32Array}
     */
    start() {
        const ret = wasm.leafgraph_start(this.__wbg_ptr);
        var v1 = getArrayU32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
}
if (Symbol.dispose) LeafGraph.prototype[Symbol.dispose] = LeafGraph.prototype.free;

/**
 * Polygons in flat arrays, as `hexalign_core::outline::Outlines` says.
 */
export class Outlines {
    static __wrap(ptr) {
        const obj = Object.create(Outlines.prototype);
        obj.__wbg_ptr = ptr;
        OutlinesFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        OutlinesFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_outlines_free(ptr, 0);
    }
    /**
     * The owner of each polygon.
     * @returns {Uint32Array}
     */
    owners() {
        const ret = wasm.outlines_owners(this.__wbg_ptr);
        var v1 = getArrayU32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
    /**
     * Longitude and latitude of each point in ten-millionths of a degree; a ring's first point is not repeated.
     * @returns {Int32Array}
     */
    pointsE7() {
        const ret = wasm.outlines_pointsE7(this.__wbg_ptr);
        var v1 = getArrayI32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
    /**
     * Where the rings of each polygon start, and where the last end.
     * @returns {Uint32Array}
     */
    polygonStart() {
        const ret = wasm.outlines_polygonStart(this.__wbg_ptr);
        var v1 = getArrayU32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
    /**
     * Where the points of each ring start, and where the last end.
     * @returns {Uint32Array}
     */
    ringStart() {
        const ret = wasm.outlines_ringStart(this.__wbg_ptr);
        var v1 = getArrayU32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
}
if (Symbol.dispose) Outlines.prototype[Symbol.dispose] = Outlines.prototype.free;

/**
 * A problem file being solved. Advance until progress is 1, then read the answer.
 */
export class ProblemSolve {
    static __wrap(ptr) {
        const obj = Object.create(ProblemSolve.prototype);
        obj.__wbg_ptr = ptr;
        ProblemSolveFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        ProblemSolveFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_problemsolve_free(ptr, 0);
    }
    /**
     * Takes one slice of steps; answers the part of the work that is done, 1 when all of it is.
     *
     * # Errors
     * None for a file that the constructor took.
     * @returns {number}
     */
    advance() {
        const ret = wasm.problemsolve_advance(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return ret[0];
    }
    /**
     * The answer document as one line of JSON.
     *
     * # Errors
     * Before progress is 1.
     * @returns {string}
     */
    answer() {
        let deferred2_0;
        let deferred2_1;
        try {
            const ret = wasm.problemsolve_answer(this.__wbg_ptr);
            var ptr1 = ret[0];
            var len1 = ret[1];
            if (ret[3]) {
                ptr1 = 0; len1 = 0;
                throw takeFromExternrefTable0(ret[2]);
            }
            deferred2_0 = ptr1;
            deferred2_1 = len1;
            return getStringFromWasm0(ptr1, len1);
        } finally {
            wasm.__wbindgen_free(deferred2_0, deferred2_1, 1);
        }
    }
    /**
     * Reads the file's text and begins the search. `seed` and `effort`, where they are given, stand for the file's.
     *
     * # Errors
     * An error whose message is an RFC 9457 problem document, as JSON, with everything that is wrong with the file.
     * @param {string} text
     * @param {number | null} [seed]
     * @param {string | null} [effort]
     */
    constructor(text, seed, effort) {
        const val3 = +(isLikeNone(seed) ? Number.MAX_SAFE_INTEGER : (seed) >>> 0);
        let ptr0, len0, ptr1, len1;
        try {
            ptr0 = passStringToWasm0(text, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = isLikeNone(effort) ? 0 : passStringToWasm0(effort, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len1 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.problemsolve_new(ptr0, len0, val3, ptr1, len1);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        ProblemSolveFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Reads the file's text again, and goes on with what `save` wrote of the same file, seed and effort, to the same answer.
     *
     * # Errors
     * As the constructor; `violations` of the one field `state` where the bytes are of something else.
     * @param {string} text
     * @param {Uint8Array | number[]} state
     * @param {number | null} [seed]
     * @param {string | null} [effort]
     * @returns {ProblemSolve}
     */
    static resume(text, state, seed, effort) {
        const val4 = +(isLikeNone(seed) ? Number.MAX_SAFE_INTEGER : (seed) >>> 0);
        let ptr0, len0, ptr1, len1, ptr2, len2;
        try {
            ptr0 = passStringToWasm0(text, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArray8ToWasm0(state, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = isLikeNone(effort) ? 0 : passStringToWasm0(effort, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len2 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 1, 1); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.problemsolve_resume(ptr0, len0, ptr1, len1, val4, ptr2, len2);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return ProblemSolve.__wrap(ret[0]);
    }
    /**
     * The search as bytes, less than a MiB up to 200,000 units and 1,000 territories. Goes on a little first, as far as where it can be left.
     * @returns {Uint8Array}
     */
    save() {
        const ret = wasm.problemsolve_save(this.__wbg_ptr);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
}
if (Symbol.dispose) ProblemSolve.prototype[Symbol.dispose] = ProblemSolve.prototype.free;

/**
 * The cells that hold places, at one resolution.
 *
 * # Shape
 * `lat_lng_deg` is row-major `[places][2]`.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`, for a number that is not finite.
 * @param {Float64Array | number[]} lat_lng_deg
 * @param {number} resolution
 * @returns {BigUint64Array}
 */
export function cellsAt(lat_lng_deg, resolution) {
    const val2 = +resolution;
    const ptr0 = passArrayF64ToWasm0(lat_lng_deg, wasm.__wbindgen_malloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.cellsAt(ptr0, len0, val2);
    if (ret[3]) {
        throw takeFromExternrefTable0(ret[2]);
    }
    var v3 = getArrayU64FromWasm0(ret[0], ret[1]).slice();
    wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
    return v3;
}

/**
 * Draws the outline of what each owner holds, at one resolution for all.
 *
 * # Shape
 * One owner per leaf; `window` empty, or west, south, east, north in degrees.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`.
 * @param {BigUint64Array | bigint[]} leaves
 * @param {Uint32Array | number[]} owners
 * @param {number} resolution
 * @param {Float64Array | number[]} window
 * @returns {Outlines}
 */
export function drawOutlines(leaves, owners, resolution, window) {
    const val4 = +resolution;
    let ptr0, len0, ptr1, len1, ptr2, len2;
    try {
        ptr0 = passArray64ToWasm0(leaves, wasm.__wbindgen_malloc);
        len0 = WASM_VECTOR_LEN;
        ptr1 = passArray32ToWasm0(owners, wasm.__wbindgen_malloc);
        len1 = WASM_VECTOR_LEN;
        ptr2 = passArrayF64ToWasm0(window, wasm.__wbindgen_malloc);
        len2 = WASM_VECTOR_LEN;
    } catch (e) {
        if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 8, 8); }
        if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 4, 4); }
        if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 8, 8); }
        throw e;
    }
    const ret = wasm.drawOutlines(ptr0, len0, ptr1, len1, val4, ptr2, len2);
    if (ret[2]) {
        throw takeFromExternrefTable0(ret[1]);
    }
    return Outlines.__wrap(ret[0]);
}

/**
 * Name and version of the engine: part of every layout's id.
 * @returns {string}
 */
export function engine() {
    let deferred1_0;
    let deferred1_1;
    try {
        const ret = wasm.engine();
        deferred1_0 = ret[0];
        deferred1_1 = ret[1];
        return getStringFromWasm0(ret[0], ret[1]);
    } finally {
        wasm.__wbindgen_free(deferred1_0, deferred1_1, 1);
    }
}

/**
 * Finds out which leaves touch, and joins islands: first where the links say so, then by the shortest ones.
 *
 * # Shape
 * A flag per leaf, 1 where there are accounts; the links as JSON, pairs of cells.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`.
 * @param {BigUint64Array | bigint[]} leaves
 * @param {Uint8Array | number[]} occupied
 * @param {string} linksJson
 * @returns {LeafGraph}
 */
export function joinLeaves(leaves, occupied, linksJson) {
    let ptr0, len0, ptr1, len1, ptr2, len2;
    try {
        ptr0 = passArray64ToWasm0(leaves, wasm.__wbindgen_malloc);
        len0 = WASM_VECTOR_LEN;
        ptr1 = passArray8ToWasm0(occupied, wasm.__wbindgen_malloc);
        len1 = WASM_VECTOR_LEN;
        ptr2 = passStringToWasm0(linksJson, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        len2 = WASM_VECTOR_LEN;
    } catch (e) {
        if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 1, 1); }
        if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
        if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 8, 8); }
        throw e;
    }
    const ret = wasm.joinLeaves(ptr0, len0, ptr1, len1, ptr2, len2);
    if (ret[2]) {
        throw takeFromExternrefTable0(ret[1]);
    }
    return LeafGraph.__wrap(ret[0]);
}

/**
 * Judges and measures a given layout; `MeasureReport` as JSON.
 *
 * # Shape
 * One territory and one row of `sums` per leaf; `targets` row-major `[territories][metrics]`, or empty for equal shares; `finerCells` ascending at one
 * resolution with a row of `finerSums` each, or both empty.
 *
 * # Errors
 * An error whose message is JSON `{kind, detail}`.
 * @param {BigUint64Array | bigint[]} leaves
 * @param {Uint32Array | number[]} territories
 * @param {Float64Array | number[]} sums
 * @param {string} optionsJson
 * @param {Float64Array | number[]} targets
 * @param {BigUint64Array | bigint[]} finerCells
 * @param {Float64Array | number[]} finerSums
 * @returns {string}
 */
export function measureLayout(leaves, territories, sums, optionsJson, targets, finerCells, finerSums) {
    let deferred9_0;
    let deferred9_1;
    try {
        let ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3, ptr4, len4, ptr5, len5, ptr6, len6;
        try {
            ptr0 = passArray64ToWasm0(leaves, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArray32ToWasm0(territories, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = passArrayF64ToWasm0(sums, wasm.__wbindgen_malloc);
            len2 = WASM_VECTOR_LEN;
            ptr3 = passStringToWasm0(optionsJson, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len3 = WASM_VECTOR_LEN;
            ptr4 = passArrayF64ToWasm0(targets, wasm.__wbindgen_malloc);
            len4 = WASM_VECTOR_LEN;
            ptr5 = passArray64ToWasm0(finerCells, wasm.__wbindgen_malloc);
            len5 = WASM_VECTOR_LEN;
            ptr6 = passArrayF64ToWasm0(finerSums, wasm.__wbindgen_malloc);
            len6 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr6) { wasm.__wbindgen_free(ptr6, len6 * 8, 8); }
            if (ptr5) { wasm.__wbindgen_free(ptr5, len5 * 8, 8); }
            if (ptr4) { wasm.__wbindgen_free(ptr4, len4 * 8, 8); }
            if (ptr3) { wasm.__wbindgen_free(ptr3, len3 * 1, 1); }
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 8, 8); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 4, 4); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 8, 8); }
            throw e;
        }
        const ret = wasm.measureLayout(ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3, ptr4, len4, ptr5, len5, ptr6, len6);
        var ptr8 = ret[0];
        var len8 = ret[1];
        if (ret[3]) {
            ptr8 = 0; len8 = 0;
            throw takeFromExternrefTable0(ret[2]);
        }
        deferred9_0 = ptr8;
        deferred9_1 = len8;
        return getStringFromWasm0(ptr8, len8);
    } finally {
        wasm.__wbindgen_free(deferred9_0, deferred9_1, 1);
    }
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_Error_208446807d0d1e30: function(arg0, arg1) {
            const ret = Error(getStringFromWasm0(arg0, arg1));
            return ret;
        },
        __wbg___wbindgen_throw_4c88d8bf264fd984: function(arg0, arg1) {
            throw new Error(getStringFromWasm0(arg0, arg1));
        },
        __wbindgen_init_externref_table: function() {
            const table = wasm.__wbindgen_externrefs;
            table.set(0, undefined);
            table.set(1024, undefined);
            table.set(1025, null);
            table.set(1026, true);
            table.set(1027, false);
        },
    };
    return {
        __proto__: null,
        "./hexalign_optimizer_bg.js": import0,
    };
}

const LayoutSolveFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_layoutsolve_free(ptr, 1));
const LeafGraphFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_leafgraph_free(ptr, 1));
const OutlinesFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_outlines_free(ptr, 1));
const ProblemSolveFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_problemsolve_free(ptr, 1));

function getArrayF64FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getFloat64ArrayMemory0().subarray(ptr / 8, ptr / 8 + len);
}

function getArrayI32FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getInt32ArrayMemory0().subarray(ptr / 4, ptr / 4 + len);
}

function getArrayU32FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint32ArrayMemory0().subarray(ptr / 4, ptr / 4 + len);
}

function getArrayU64FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getBigUint64ArrayMemory0().subarray(ptr / 8, ptr / 8 + len);
}

function getArrayU8FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint8ArrayMemory0().subarray(ptr / 1, ptr / 1 + len);
}

let cachedBigUint64ArrayMemory0 = null;
function getBigUint64ArrayMemory0() {
    if (cachedBigUint64ArrayMemory0 === null || cachedBigUint64ArrayMemory0.byteLength === 0) {
        cachedBigUint64ArrayMemory0 = new BigUint64Array(wasm.memory.buffer);
    }
    return cachedBigUint64ArrayMemory0;
}

let cachedFloat64ArrayMemory0 = null;
function getFloat64ArrayMemory0() {
    if (cachedFloat64ArrayMemory0 === null || cachedFloat64ArrayMemory0.byteLength === 0) {
        cachedFloat64ArrayMemory0 = new Float64Array(wasm.memory.buffer);
    }
    return cachedFloat64ArrayMemory0;
}

let cachedInt32ArrayMemory0 = null;
function getInt32ArrayMemory0() {
    if (cachedInt32ArrayMemory0 === null || cachedInt32ArrayMemory0.byteLength === 0) {
        cachedInt32ArrayMemory0 = new Int32Array(wasm.memory.buffer);
    }
    return cachedInt32ArrayMemory0;
}

function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
}

let cachedUint32ArrayMemory0 = null;
function getUint32ArrayMemory0() {
    if (cachedUint32ArrayMemory0 === null || cachedUint32ArrayMemory0.byteLength === 0) {
        cachedUint32ArrayMemory0 = new Uint32Array(wasm.memory.buffer);
    }
    return cachedUint32ArrayMemory0;
}

let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}

function isLikeNone(x) {
    return x === undefined || x === null;
}

function passArray32ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 4, 4) >>> 0;
    getUint32ArrayMemory0().set(arg, ptr / 4);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passArray64ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 8, 8) >>> 0;
    getBigUint64ArrayMemory0().set(arg, ptr / 8);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passArray8ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 1, 1) >>> 0;
    getUint8ArrayMemory0().set(arg, ptr / 1);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passArrayF64ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 8, 8) >>> 0;
    getFloat64ArrayMemory0().set(arg, ptr / 8);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }

    let len = arg.length;
    let ptr = malloc(len, 1) >>> 0;

    const mem = getUint8ArrayMemory0();

    let offset = 0;

    for (; offset < len; offset++) {
        const code = arg.charCodeAt(offset);
        if (code > 0x7F) break;
        mem[ptr + offset] = code;
    }
    if (offset !== len) {
        if (offset !== 0) {
            arg = arg.slice(offset);
        }
        ptr = realloc(ptr, len, len = offset + arg.length * 3, 1) >>> 0;
        const view = getUint8ArrayMemory0().subarray(ptr + offset, ptr + len);
        const ret = cachedTextEncoder.encodeInto(arg, view);

        offset += ret.written;
        ptr = realloc(ptr, len, offset, 1) >>> 0;
    }

    WASM_VECTOR_LEN = offset;
    return ptr;
}

function takeFromExternrefTable0(idx) {
    const value = wasm.__wbindgen_externrefs.get(idx);
    wasm.__externref_table_dealloc(idx);
    return value;
}

let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}

const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}

let WASM_VECTOR_LEN = 0;

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedBigUint64ArrayMemory0 = null;
    cachedFloat64ArrayMemory0 = null;
    cachedInt32ArrayMemory0 = null;
    cachedUint32ArrayMemory0 = null;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}

async function __wbg_load(module, imports) {
    if (typeof Response === 'function' && module instanceof Response) {
        if (!module.ok) {
            throw new Error(`failed to fetch Wasm: ${module.status} ${module.statusText} fetching '${module.url}'`);
        }

        if (typeof WebAssembly.instantiateStreaming === 'function') {
            try {
                return await WebAssembly.instantiateStreaming(module, imports);
            } catch (e) {
                const validResponse = expectedResponseType(module.type);

                if (validResponse && module.headers.get('Content-Type') !== 'application/wasm') {
                    console.warn("`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. Original error:\n", e);

                } else { throw e; }
            }
        }

        const bytes = await module.arrayBuffer();
        return await WebAssembly.instantiate(bytes, imports);
    } else {
        const instance = await WebAssembly.instantiate(module, imports);

        if (instance instanceof WebAssembly.Instance) {
            return { instance, module };
        } else {
            return instance;
        }
    }

    function expectedResponseType(type) {
        switch (type) {
            case 'basic': case 'cors': case 'default': return true;
        }
        return false;
    }
}

function initSync(module) {
    if (wasm !== undefined) return wasm;


    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')
        }
    }

    const imports = __wbg_get_imports();
    if (!(module instanceof WebAssembly.Module)) {
        module = new WebAssembly.Module(module);
    }
    const instance = new WebAssembly.Instance(module, imports);
    return __wbg_finalize_init(instance, module);
}

let __wbg_init_promise;
async function __wbg_init(module_or_path) {
    if (wasm !== undefined) return wasm;
    if (__wbg_init_promise === undefined) {
        __wbg_init_promise = __wbg_init_once(module_or_path);
        __wbg_init_promise.catch(() => { __wbg_init_promise = undefined; });
    }
    return __wbg_init_promise;
}

async function __wbg_init_once(module_or_path) {

    if (module_or_path !== undefined) {
        if (Object.getPrototypeOf(module_or_path) === Object.prototype) {
            ({module_or_path} = module_or_path)
        } else {
            console.warn('using deprecated parameters for the initialization function; pass a single object instead')
        }
    }

    if (module_or_path === undefined) {
        module_or_path = new URL('hexalign_optimizer_bg.wasm', import.meta.url);
    }
    const imports = __wbg_get_imports();

    if (typeof module_or_path === 'string' || (typeof Request === 'function' && module_or_path instanceof Request) || (typeof URL === 'function' && module_or_path instanceof URL)) {
        module_or_path = fetch(module_or_path);
    }

    const { instance, module } = await __wbg_load(await module_or_path, imports);

    return __wbg_finalize_init(instance, module);
}

export { initSync, __wbg_init as default };

export function forgetInstance() { wasm = undefined; }
