import type { LayoutSummary } from './layout.ts';

/** Most labels of a layout. */
export const MAX_LABELS = 20;
/** Longest label, in characters. */
export const MAX_LABEL = 50;
/** Longest note, in characters. */
export const MAX_NOTE = 5_000;

/** What people say of a layout. It belongs to the list of a plan: the layout itself never changes, and another plan may call it something else. */
export interface LayoutRemarks {
  readonly name: string | null;
  readonly note: string | null;
  readonly labels: readonly string[];
}

/** Remarks that are given with a request that makes a layout. What is left out, or empty, stays as it is where the list has the layout already. */
export interface GivenRemarks {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** What the list of a plan says of a layout from the first: remarks, and of which line it is; null: of all accounts. */
export interface GivenEntry extends GivenRemarks {
  readonly line?: string | null;
}

/** What of an entry's remarks changes; null takes away, what is left out stays. */
export interface RemarksChange {
  readonly name?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** A layout in the list of a plan. */
export interface LayoutEntry extends LayoutSummary, LayoutRemarks {
  /** The line of the plan that it is of; null: of all accounts. */
  readonly line: string | null;
  /** Counts the changes of its remarks, from 1. */
  readonly version: number;
}

/** Which entries of a list are meant; what is null does not matter. */
export interface EntryFilter {
  /** One of their labels, to the letter. */
  readonly label: string | null;
  /** What their name holds; A to Z in any case. */
  readonly name: string | null;
  /** The line that they are of. */
  readonly line: string | null;
}

/** The filter that lets all entries through. */
export const ALL_ENTRIES: EntryFilter = { label: null, name: null, line: null };
