import type { NamedOwner, OwnershipRule } from './plan-event.ts';
import type { Publication } from './publication.ts';
import { type AccountTraits, meetsCondition } from './rule-condition.ts';
import { common, type Span, sideOf } from './span.ts';
import type { Stretch } from './timeline.ts';

/** What makes somebody the owner, what comes first counting first. */
export type OwnerSource = 'named-account' | 'rule' | 'geography' | 'catch-all';

/** Somebody or something with a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A rep that a plan has, or had until some moment. */
export interface KnownRep {
  readonly name: string;
  /** When the rep was deleted; null: it is there. */
  readonly leftMs: number | null;
}

/** What decides who owns what in a line of a plan at a moment, as far as was known at another. */
export interface OwnershipGround {
  readonly atMs: number;
  readonly knownMs: number;
  readonly inForce: Span;
  readonly publication: Pick<Publication, 'reps'>;
  /** Names of the territories of the layout in force, by id. */
  readonly territories: ReadonlyMap<string, string>;
  /** By id. */
  readonly reps: ReadonlyMap<string, KnownRep>;
  readonly rules: Stretch<readonly OwnershipRule[]>;
  readonly catchAll: NamedOwner | null;
}

/** What of an account decides. */
export interface OwnedAccount {
  readonly traits: AccountTraits;
  readonly named: Stretch<NamedOwner | null>;
}

/** An owner, and what would have been one before it. */
export interface Ownership {
  readonly by: OwnerSource;
  readonly rule: Named | null;
  /** Null where a rep owns by name. */
  readonly territory: Named | null;
  /** Null where the territory is vacant. */
  readonly rep: Named | null;
  readonly passedOver: readonly PassedOver[];
  /** The time around the moment in which nothing changes that decides. */
  readonly unchanged: Span;
  /** Until when what decides is to hold. */
  readonly untilMs: number;
}

export interface PassedOver {
  readonly by: OwnerSource;
  readonly why: string;
}

/** Something that may make somebody the owner. */
interface Claim {
  readonly by: OwnerSource;
  readonly owner: NamedOwner;
  readonly rule: Named | null;
  readonly untilMs: number;
}

/**
 * The owner of a place, or of an account at it: who is named for the account; else who a rule gives it to, the first one first; else the territory that holds
 * the place; else who takes all that is left. Null: nobody.
 *
 * `territoryId` is of the territory that holds the place, null outside of the cover.
 */
export function settleOwner(
  ground: OwnershipGround,
  territoryId: string | null,
  account: OwnedAccount | null,
): Ownership | null {
  const passedOver: PassedOver[] = [];
  let unchanged: Span = ground.inForce;
  if (account !== null) unchanged = common(common(unchanged, account.named), ground.rules);
  for (const { by, owner, rule, untilMs } of claims(ground, territoryId, account)) {
    const found = findOwner(ground, owner);
    unchanged = common(unchanged, found.unchanged);
    if (by === 'catch-all')
      passedOver.push({ by: 'geography', why: 'no territory of the layout in force holds the place' });
    if (found.missing === null) {
      const { territory, rep } = found;
      return { by, rule, territory, rep, passedOver, unchanged, untilMs };
    }
    passedOver.push({ by, why: rule === null ? found.missing : `rule ${rule.id}: ${found.missing}` });
  }
  return null;
}

function* claims(ground: OwnershipGround, territoryId: string | null, account: OwnedAccount | null): Iterable<Claim> {
  const { inForce, rules, catchAll } = ground;
  const named = account?.named.holding?.subject ?? null;
  if (account !== null && named !== null) {
    yield { by: 'named-account', owner: named, rule: null, untilMs: account.named.untilMs };
  }
  for (const { ruleId, name, when, owner } of account === null ? [] : (rules.holding?.subject ?? [])) {
    if (account === null || !meetsCondition(account.traits, when)) continue;
    yield { by: 'rule', owner, rule: { id: ruleId, name }, untilMs: rules.untilMs };
  }
  if (territoryId !== null) yield { by: 'geography', owner: { territoryId }, rule: null, untilMs: inForce.untilMs };
  else if (catchAll !== null) yield { by: 'catch-all', owner: catchAll, rule: null, untilMs: inForce.untilMs };
}

/** Who an owner is at the moment, or what is missing of it. */
function findOwner(ground: OwnershipGround, owner: NamedOwner) {
  const { territories, publication } = ground;
  if ('repId' in owner) {
    const { rep, unchanged } = findRep(ground, owner.repId);
    const missing = rep === null ? `the plan has no rep ${owner.repId}` : null;
    return { territory: null, rep, missing, unchanged };
  }
  const { territoryId } = owner;
  const name = territories.get(territoryId);
  const repId = Object.hasOwn(publication.reps, territoryId) ? (publication.reps[territoryId] ?? null) : null;
  const { rep, unchanged } = name === undefined || repId === null ? NOBODY : findRep(ground, repId);
  const missing = name === undefined ? `the layout in force has no territory ${territoryId}` : null;
  return { territory: name === undefined ? null : { id: territoryId, name }, rep, missing, unchanged };
}

const NOBODY = { rep: null, unchanged: { fromMs: -Infinity, untilMs: Infinity } };

/** A rep as of the moment: one that has left since was there before. */
function findRep({ reps, atMs, knownMs }: OwnershipGround, repId: string): { rep: Named | null; unchanged: Span } {
  const known = reps.get(repId);
  if (known === undefined) return NOBODY;
  const { name, leftMs } = known;
  if (leftMs === null || leftMs > knownMs) return { rep: { id: repId, name }, unchanged: NOBODY.unchanged };
  return { rep: atMs < leftMs ? { id: repId, name } : null, unchanged: sideOf(leftMs, atMs) };
}
