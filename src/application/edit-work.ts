import type { Cell } from '../domain/cell.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { Layout } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { Line } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import { shorten } from '../domain/shorten.ts';
import type { AccountReading } from './accounts-inside.ts';
import type { LeafCenters } from './leaf-centers.ts';
import { lineOf } from './line-of.ts';
import type { LeafGraph } from './optimizer.ts';
import type { Ports } from './ports.ts';

/** What edits of a layout are carried out with, and what comes of it beside the draft. */
export interface EditWork {
  readonly ports: Ports;
  readonly workspaceId: string;
  readonly layout: Layout;
  /** Whose accounts are read; null: none. */
  readonly plan: Plan | null;
  /** The line of the plan whose accounts the layout is of, also where it was deleted since; null: all of them. */
  readonly lineId: string | null;
  /** What is wrong, of all edits. */
  readonly violations: Violation[];
  /** All that was read and that the layout follows from, in the order in which it was. */
  readonly evidence: unknown[];
  /** Ids of all accounts that any edit names: they are looked up at once. */
  readonly namedAccounts: readonly string[];
  /** Cells of those that the plan has, once they are looked up. */
  accountCells: ReadonlyMap<string, Cell> | null;
  /** That line, once accounts are read. */
  line?: Line | null;
  readonly reading: AccountReading;
  readonly centers: LeafCenters;
  /** Which leaves touch, of the leaves that were last asked for. */
  joined: { readonly leaves: LeafTable; readonly graph: LeafGraph } | null;
  /** Steps of the optimizer, of all edits. */
  steps: number;
  /** The largest number of a territory `t<number>` that was ever used, once it is known. */
  lastNumber: number | null;
}

/** Most violations of one answer. */
const MAX_VIOLATIONS = 1_000;

/** Notes that something is wrong with an edit. */
export function blame({ violations }: EditWork, field: string, value: string, detail: string, remedy: string): void {
  violations.push({ field, value: shorten(value), detail, remedy });
}

/** Throws `invalid-problem` with everything that was noted. */
export function throwBlamed({ violations }: EditWork): void {
  const [first] = violations;
  if (first === undefined) return;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
  const detail = `${first.field}: ${first.detail}${more}`;
  throw new Failure('invalid-problem', detail, violations.slice(0, MAX_VIOLATIONS), violations.length);
}

/** The plan, for what cannot be done without its accounts. Throws `plan-required`. */
export function neededPlan({ plan }: EditWork, field: string): Plan {
  if (plan !== null) return plan;
  throw Failure.invalid('plan-required', {
    field,
    value: '',
    detail: 'needs the accounts of a plan, and no plan lists this layout',
    remedy: 'send planId with the plan whose accounts count, or whole cells',
  });
}

/** The line whose accounts are read of the plan; null: all accounts. Throws `invalid-problem` where it is gone. */
export async function neededLine(work: EditWork, { planId }: Plan): Promise<Line | null> {
  work.line ??= await lineOf(work.ports, work.workspaceId, planId, work.lineId, 'to divide what a cell holds by');
  return work.line;
}
