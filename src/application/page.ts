export interface PageRequest {
  /** Opaque; what the page before gave as `next`. */
  readonly cursor: string | null;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
