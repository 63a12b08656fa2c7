/** What managers write about a plan and its territories. */
export const TEXT_KINDS = ['strategy', 'tactics', 'notes'] as const;

export type TextKind = (typeof TEXT_KINDS)[number];

/** Longest text, in characters. */
export const MAX_PLAN_TEXT = 20_000;

/** Which text: of a territory by its id, or of the plan as a whole (null). */
export interface TextSubject {
  readonly kind: TextKind;
  readonly territoryId: string | null;
}

/** One version of a text. Versions are only ever added; an empty text is one, too. */
export interface PlanText extends TextSubject {
  /** From 1 on, without gaps. */
  readonly version: number;
  readonly text: string;
  /** The key that wrote it. */
  readonly keyId: string;
  readonly createdAt: string;
}
