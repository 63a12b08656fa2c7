import { base32 } from './base32.ts';
import { digestHex } from './digest-hex.ts';
import { Failure } from './failure.ts';
import type { LayoutId } from './layout.ts';

/** All that a layout follows from. What is not in here cannot change a layout. */
export interface AddressedProblem {
  /** Name and version of the optimizer. */
  readonly engine: string;
  /** Occupied cells at the finest resolution, ascending. */
  readonly cells: BigUint64Array;
  readonly metrics: readonly string[];
  /** Row-major [cells][metrics]. */
  readonly sums: Float64Array;
  /** Every option of the solve, plain values only. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The layout whose borders are followed; left out where none is. */
  readonly follow?: {
    readonly layoutId: string;
    readonly weight: number;
    readonly leaves: { readonly cells: BigUint64Array; readonly territories: Uint32Array };
  };
  /** The layout that is rebalanced, or null. */
  readonly current: {
    readonly layoutId: string;
    readonly cells: BigUint64Array;
    readonly territories: Uint32Array;
    /** Ids, names and colors that survive, in the order of positions. */
    readonly named: readonly { readonly id: string; readonly name: string; readonly color: number }[];
  } | null;
}

/**
 * The content address of the layout that a problem leads to.
 *
 * `lay_` and the base32 digits of the SHA-256 of one JSON text in UTF-8: the members of `AddressedProblem` with the keys of every
 * object in ascending order, no white space, and in place of a typed array the lower-case hex SHA-256 of its little-endian bytes.
 * So the arrays are never copied, and anyone with the accounts can work it out again.
 */
export function addressLayout(problem: AddressedProblem): Promise<LayoutId> {
  return digest(problem);
}

/**
 * All that a layout follows from which was made of others by hand.
 *
 * `edited`: `operations` are the edits in canonical form (`canonicalEdits`), `evidence` what was read of the plan to carry them out: the cells and sums of accounts
 * inside each leaf that was split, the cells of accounts that were named, and the first number that new territories were given; of a count the leaves
 * with their sums and, where all are counted, the sums of the accounts by their finest cells.
 * `merged`: `operations` say whose word counted where both had changed the same.
 */
export interface AddressedDerivation {
  readonly kind: 'edited' | 'merged';
  /** Name and version of the optimizer. */
  readonly engine: string;
  /** The layouts that it was made from: what was edited, or base, ours and theirs. */
  readonly from: readonly LayoutId[];
  readonly operations: Readonly<Record<string, unknown>>;
  readonly evidence: readonly unknown[];
}

/** The content address of a layout that was made of others by hand: the digest of the members of `AddressedDerivation`, written as `addressLayout` says. */
export function addressDerivation(derivation: AddressedDerivation): Promise<LayoutId> {
  return digest(derivation);
}

/** Reads a layout id. Throws `not-found`: what does not have the form of an id is nobody's layout. */
export function parseLayoutId(text: string): LayoutId {
  if (!/^lay_[a-z2-7]{52}$/.test(text)) {
    throw new Failure(
      'not-found',
      'No layout has this id: a layout id is lay_ and 52 characters, as POST /v1/solve gives it.',
    );
  }
  return text as LayoutId;
}

async function digest(followsFrom: unknown): Promise<LayoutId> {
  const text = JSON.stringify(sortKeys(await replaceArrays(followsFrom)));
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `lay_${base32(new Uint8Array(bytes))}` as LayoutId;
}

async function replaceArrays(value: unknown): Promise<unknown> {
  if (ArrayBuffer.isView(value)) return digestHex(value);
  if (Array.isArray(value)) return Promise.all(value.map(replaceArrays));
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(async ([key, member]) => [key, await replaceArrays(member)] as const);
  return Object.fromEntries(await Promise.all(members));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([key, member]) => [key, sortKeys(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
