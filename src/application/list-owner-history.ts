import { Failure } from '../domain/failure.ts';
import type { Governance } from '../domain/governance.ts';
import { joinStretches, type OwnedStretch, within } from '../domain/owner-history.ts';
import type { Span } from '../domain/span.ts';
import { stretchesOf } from '../domain/timeline.ts';
import { answerOwner, findLeafAt, locate, type PlanOwner } from './find-plan-owner.ts';
import { type OwnershipMoment, openGround } from './open-ground.ts';
import type { AccountOwnership, PlanOwnership } from './ownership-store.ts';
import type { Ports } from './ports.ts';

/** What was believed of a time, until a correction said otherwise. */
export interface Belief extends OwnedStretch<PlanOwner> {
  /** When the correction was recorded. */
  readonly replacedMs: number;
}

/** Every owner that an account had, has, and is known to get. */
export interface OwnerHistory {
  readonly line: string | null;
  readonly knownMs: number;
  readonly stretches: readonly OwnedStretch<PlanOwner>[];
  /** Empty where they were not asked for. */
  readonly beliefs: readonly Belief[];
}

/**
 * The owners of an account through all of time, as known at a moment; times in which nobody owns it are left out.
 *
 * Cost: what is in force, and where the account is, read once for each layout. Errors: `not-found`.
 */
export async function listOwnerHistory(
  ports: Ports,
  workspaceId: string,
  { planId, line, knownMs }: Omit<OwnershipMoment, 'atMs'>,
  accountId: string,
  { beliefs: isAsked }: { readonly beliefs: boolean },
): Promise<OwnerHistory> {
  const ownership = await ports.ownership.load(workspaceId, planId, 'now');
  const account = await ports.ownership.account(workspaceId, planId, accountId);
  if (account === null) throw new Failure('not-found', 'no account of this plan has this id');
  const { governance } = ownership;
  const nowMs = Math.max(Date.now(), governance.end.recordedMs);
  const known = knownMs !== null && knownMs < nowMs ? knownMs : null;
  const leaves = new Map<string, Awaited<ReturnType<typeof findLeafAt>>>();

  async function ownerAt(atMs: number, asKnownMs: number | null): Promise<PlanOwner | null> {
    const moment = { planId, line, atMs, knownMs: asKnownMs };
    const opened = await openGround(ports, workspaceId, moment, ownership);
    const located = locate(opened, moment, { accountId }, account as AccountOwnership);
    const key = `${opened.layoutId} ${located.cell}`;
    if (!leaves.has(key)) leaves.set(key, await findLeafAt(ports, workspaceId, opened.layout, located.cell));
    return answerOwner(opened, planId, located, leaves.get(key) ?? null);
  }

  async function historyAt(asKnownMs: number | null, span: Span): Promise<OwnedStretch<PlanOwner>[]> {
    const stretches: OwnedStretch<PlanOwner>[] = [];
    for (const inForce of governance.stretches(line, asKnownMs ?? Infinity)) {
      if (inForce.holding === null) continue;
      const bounds = boundsOf(ownership, account as AccountOwnership, line, asKnownMs ?? Infinity, inForce);
      for (const [at, fromMs] of bounds.entries()) {
        const untilMs = bounds[at + 1] ?? inForce.untilMs;
        if (untilMs <= span.fromMs || fromMs >= span.untilMs) continue;
        const owner = await ownerAt(fromMs, asKnownMs);
        if (owner === null) continue;
        const recordedMs = recordedOf(governance, account as AccountOwnership, owner, fromMs, asKnownMs ?? Infinity);
        stretches.push({ fromMs, untilMs, owner, recordedMs });
      }
    }
    return within(joinStretches(stretches, isSameOwner), span);
  }

  const all = { fromMs: -Infinity, untilMs: Infinity };
  const beliefs: Belief[] = [];
  for (const { fromMs, untilMs, recordedMs } of isAsked ? correctionsOf(governance, account, line) : []) {
    if (known !== null && recordedMs > known) continue;
    const span = { fromMs, untilMs: untilMs ?? Infinity };
    const after = await historyAt(recordedMs, span);
    const before = await historyAt(recordedMs - 1, span);
    beliefs.push(...before.flatMap((belief) => differing(belief, after, recordedMs)));
  }
  return { line, knownMs: known ?? nowMs, stretches: await historyAt(known, all), beliefs };
}

/** Moments within a stretch at which the owner may become another, its beginning first. */
function boundsOf(
  { governance, reps }: PlanOwnership,
  { earlier, named }: AccountOwnership,
  line: string | null,
  knownMs: number,
  { fromMs, untilMs }: Span,
): number[] {
  const own = named.filter(({ subject }) => subject.line === line);
  const moments = [
    ...stretchesOf(own, knownMs).map((stretch) => stretch.fromMs),
    ...governance.ruleStretches(line, knownMs).map((stretch) => stretch.fromMs),
    ...earlier.map((place) => place.untilMs).filter((moment) => moment <= knownMs),
    ...[...reps.values()].flatMap(({ leftMs }) => (leftMs !== null && leftMs <= knownMs ? [leftMs] : [])),
  ];
  const inside = new Set(moments.filter((moment) => moment > fromMs && moment < untilMs));
  return [fromMs, ...[...inside].sort((a, b) => a - b)];
}

function correctionsOf(governance: Governance, { named }: AccountOwnership, line: string | null) {
  const own = named.filter(({ subject, isCorrection }) => isCorrection && subject.line === line);
  return [...governance.corrections(line), ...own].sort((a, b) => a.recordedMs - b.recordedMs);
}

/** When that was said by which an owner is one. */
function recordedOf(
  governance: Governance,
  { named }: AccountOwnership,
  { by, line }: PlanOwner,
  atMs: number,
  knownMs: number,
): number {
  const inForce = governance.inForce(line, atMs, knownMs).holding?.recordedMs ?? 0;
  if (by === 'rule') return governance.rules(line, atMs, knownMs).holding?.recordedMs ?? inForce;
  if (by !== 'named-account') return inForce;
  const own = stretchesOf(
    named.filter(({ subject }) => subject.line === line),
    knownMs,
  ).find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  return own?.holding?.recordedMs ?? inForce;
}

/** The parts of a belief that were not believed any more afterwards. */
function differing(
  belief: OwnedStretch<PlanOwner>,
  after: readonly OwnedStretch<PlanOwner>[],
  replacedMs: number,
): Belief[] {
  const parts: Belief[] = [];
  let { fromMs } = belief;
  const end = (untilMs: number) => {
    if (fromMs < untilMs) parts.push({ ...belief, fromMs, untilMs, replacedMs });
  };
  for (const stretch of within(after, belief)) {
    if (!isSameOwner(stretch.owner, belief.owner)) continue;
    end(stretch.fromMs);
    fromMs = stretch.untilMs;
  }
  end(belief.untilMs);
  return parts;
}

function isSameOwner(one: PlanOwner, other: PlanOwner): boolean {
  const tell = ({ by, rule, territory, rep, layoutId, publicationId }: PlanOwner) =>
    JSON.stringify([by, rule?.id, territory?.id, rep?.id, layoutId, publicationId]);
  return tell(one) === tell(other);
}
