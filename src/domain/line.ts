import type { StatusGroup } from './account-status.ts';
import { Failure } from './failure.ts';

/** Most lines of a plan. */
export const MAX_LINES = 100;

/** Longest id of a line. */
export const MAX_LINE_ID = 200;

/** Values of one list of a filter, their length, the attributes that a filter names, and the bytes of all of it as JSON in UTF-8. */
export const FILTER_LIMITS = { values: 200, label: 200, attribute: 10_000, attributes: 10, bytes: 20_000 } as const;

/** A line of a plan: the accounts that a filter lets through, beside other lines. An account may be in several. */
export interface Line {
  /** The caller's own id, unique within a plan. */
  readonly lineId: string;
  readonly name: string;
  readonly filter: LineFilter;
}

/** Which accounts are in a line: those that have, for every member that is there, any of its values. */
export interface LineFilter {
  readonly segments?: readonly string[] | undefined;
  readonly productLines?: readonly string[] | undefined;
  readonly sizes?: readonly string[] | undefined;
  /** `unknown`: accounts of which nobody says one. */
  readonly statuses?: readonly StatusGroup[] | undefined;
  /** Skills that an account requires. */
  readonly skills?: readonly string[] | undefined;
  /** Values by the name of an attribute. */
  readonly attributes?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A filter with its members in one order and each value once: what means the same is the same text. */
export function settledFilter(filter: LineFilter): LineFilter {
  const { segments, productLines, sizes, statuses, skills, attributes } = filter;
  const once = <Value extends string>(values: readonly Value[]) => [...new Set(values)].sort();
  const names = Object.keys(attributes ?? {}).sort();
  return {
    ...(segments && { segments: once(segments) }),
    ...(productLines && { productLines: once(productLines) }),
    ...(sizes && { sizes: once(sizes) }),
    ...(statuses && { statuses: once(statuses) }),
    ...(skills && { skills: once(skills) }),
    ...(names.length > 0 && {
      attributes: Object.fromEntries(names.map((name) => [name, once(attributes?.[name] ?? [])])),
    }),
  };
}

/** Whether a filter says anything. */
export function saysAnything({ attributes, ...lists }: LineFilter): boolean {
  return Object.values(lists).some((list) => list !== undefined) || Object.keys(attributes ?? {}).length > 0;
}

/** Whether a text can stand in a filter: it means the same in the record and in a file. */
export function isFilterText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Whether a filter is short enough to be kept. */
export function fitsLine(filter: object): boolean {
  return new TextEncoder().encode(JSON.stringify(filter)).length <= FILTER_LIMITS.bytes;
}

/** Whether a text can be the name of a line: 1 to 200 printable characters, and no spaces at its ends. */
export function isLineName(text: string): boolean {
  return text.length > 0 && text.length <= 200 && text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** Whether a text can be the id of a line: 1 to 200 characters without control characters, and no spaces at its ends. */
export function isLineId(text: string): boolean {
  return text.length > 0 && text.length <= MAX_LINE_ID && text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** The failure of a line that is not there. */
export function lineNotFound(): Failure {
  return new Failure('not-found', 'no line of this plan has this id');
}
