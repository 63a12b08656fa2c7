/** A time from a moment on, which is included, until another, which is not. Milliseconds since 1970; open ends are infinite. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** All of time. */
export const ALWAYS: Span = { fromMs: -Infinity, untilMs: Infinity };

/** What two spans that meet have in common. */
export function common(one: Span, other: Span): Span {
  return { fromMs: Math.max(one.fromMs, other.fromMs), untilMs: Math.min(one.untilMs, other.untilMs) };
}

/** The side of a boundary that a moment lies on. A moment at the boundary is after it. */
export function sideOf(boundaryMs: number, atMs: number): Span {
  return atMs < boundaryMs ? { fromMs: -Infinity, untilMs: boundaryMs } : { fromMs: boundaryMs, untilMs: Infinity };
}
