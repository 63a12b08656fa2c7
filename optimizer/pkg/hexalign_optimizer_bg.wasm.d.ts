/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_layoutsolve_free: (a: number, b: number) => void;
export const __wbg_outlines_free: (a: number, b: number) => void;
export const __wbg_problemsolve_free: (a: number, b: number) => void;
export const drawOutlines: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
export const engine: () => [number, number];
export const layoutsolve_advance: (a: number) => number;
export const layoutsolve_finish: (a: number) => [number, number];
export const layoutsolve_leafSums: (a: number) => [number, number];
export const layoutsolve_leaves: (a: number) => [number, number];
export const layoutsolve_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => [number, number, number];
export const layoutsolve_report: (a: number) => [number, number, number, number];
export const layoutsolve_territories: (a: number) => [number, number];
export const outlines_owners: (a: number) => [number, number];
export const outlines_pointsE7: (a: number) => [number, number];
export const outlines_polygonStart: (a: number) => [number, number];
export const outlines_ringStart: (a: number) => [number, number];
export const problemsolve_advance: (a: number) => [number, number, number];
export const problemsolve_answer: (a: number) => [number, number, number, number];
export const problemsolve_new: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
export const __wbindgen_externrefs: WebAssembly.Table;
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __externref_table_dealloc: (a: number) => void;
export const __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_start: () => void;
