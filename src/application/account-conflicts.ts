import { findTwins, TWIN_METERS } from '../domain/account-twins.ts';
import { accountsReplaced } from '../domain/accounts-replaced.ts';
import { ancestorAt, type CellNumber, cellNumber, cellText, resolutionOf } from '../domain/cell-number.ts';
import type { ConflictKind } from '../domain/conflict.ts';
import { NAMED_IN_CONFLICT } from '../domain/conflict.ts';
import type { ConflictSink } from '../domain/conflict-list.ts';
import { anyLeafWithin, leafOf } from '../domain/leaf-table.ts';
import { eachSquare, type Places } from '../domain/near-places.ts';
import { type OwnedAccount, type Ownership, settleOwner } from '../domain/ownership.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import { NO_TRAITS } from '../domain/rule-condition.ts';
import type { ScannedAccount } from './account-scan.ts';
import { chooseReplacement } from './choose-replacement.ts';
import { type ConflictGround, TerritoryPlaces } from './conflict-ground.ts';
import { nearestTerritory } from './nearest-territory.ts';
import { count, replacementFix } from './territory-conflicts.ts';

/** Kinds that only a look at every account tells. */
export const ACCOUNT_KINDS: readonly ConflictKind[] = [
  'orphan-account',
  'skill-missing',
  'two-owners',
  'account-outside-territory',
  'duplicate-account',
  'split-group',
];

/** Kinds of territories whose reps are known. */
interface Tally {
  count: number;
  readonly accountIds: string[];
}

/**
 * Looks at every account once and tells what is wrong with its owner.
 *
 * Memory: for each account its place, so that those that are near each other are found, and of these id and name; and a number for each group and territory.
 */
export class AccountConflicts {
  readonly #ground: ConflictGround;
  readonly #list: ConflictSink;
  readonly #seen: SeenAccounts | null;
  readonly #skills = new Map<string, Tally & { readonly territory: number; readonly skill: string }>();
  readonly #rules = new Map<string, Tally & { readonly territory: number; readonly owner: Ownership }>();
  readonly #groups = new Map<string, Map<string, number>>();

  /** `kinds`: those that are wanted; null: all. */
  constructor(ground: ConflictGround, list: ConflictSink, kinds: ReadonlySet<ConflictKind> | null) {
    this.#ground = ground;
    this.#list = list;
    this.#seen = kinds === null || kinds.has('duplicate-account') ? new SeenAccounts() : null;
  }

  add(account: ScannedAccount): void {
    const { layout, leaves, named } = this.#ground;
    const leaf = leafOf(leaves.cells, cellNumber(account.cell));
    const territory = leaf < 0 ? -1 : (leaves.territories[leaf] as number);
    const id = layout.territories[territory]?.id ?? null;
    const name = named.get(account.id) ?? null;
    const traits = account.traits ?? NO_TRAITS;
    const settled = (owner: NamedOwner | null) =>
      settleOwner(this.#ground.ownership, id, { traits, named: always(owner) });
    const owner = settled(name);
    this.#seen?.add(account);
    if (owner === null) this.#addOrphan(account);
    if (owner?.by === 'named-account' && id !== null) this.#compareName(account, id, owner, settled(null));
    if (owner?.by === 'rule' && id !== null) this.#noteRule(account, territory, owner);
    if (owner?.by === 'geography' && id !== null) {
      this.#compareRep(account, id);
      this.#noteSkills(account, territory, id);
    }
    this.#noteGroup(account, owner);
  }

  /** Tells what only all accounts together show. `again`: the same accounts from the first on. Throws `accounts-replaced` where they are others. */
  async finish(again: () => AsyncIterable<readonly ScannedAccount[]>): Promise<void> {
    this.#addRules();
    this.#addSkills();
    this.#addGroups();
    const seen = this.#seen;
    if (seen === null) return;
    await seen.readNames(again());
    findTwins(
      seen,
      (at) => seen.nameOf(at),
      ({ a, b, meters, likeness }) => {
        const [keep, drop] = [seen.idOf(a), seen.idOf(b)];
        this.#list.add('duplicate-account', 'warning', JSON.stringify([keep, drop]), () => ({
          ...{ territoryIds: [], cells: [], accountIds: [keep, drop], amount: Number(likeness.toFixed(3)) },
          place: { lat: seen.latDeg(a), lng: seen.lngDeg(a) },
          detail: `${keep} (${seen.nameOf(a)}) and ${drop} (${seen.nameOf(b)}) are ${Math.round(meters)} m apart, and their names are alike by ${likeness.toFixed(2)} of 1`,
          remedy: 'delete one of them, if both are one customer',
          fix: {
            description: `deletes ${drop} and keeps ${keep}, or keeps the one in accountId`,
            preview: 'one account less in the plan; layouts count it until they are rebalanced or counted again',
            choices: ['accountId'],
            deed: { action: 'delete-account', keep, drop },
          },
        }));
      },
    );
  }

  /** `otherwise`: who would own it without the name. */
  #compareName({ id, lat, lng }: ScannedAccount, territoryId: string, owner: Ownership, otherwise: Ownership | null) {
    if (otherwise === null || isSame(owner, otherwise)) return;
    const rep = this.#ground.owners.reps.get(territoryId);
    const serves = rep === undefined ? '' : `, which ${rep} serves`;
    const { rule } = otherwise;
    const gives = rule === null ? '' : `, is given to ${ownerId(otherwise)} by the rule ${rule.id}`;
    this.#list.add('two-owners', 'warning', `named ${id}`, () => ({
      ...{ territoryIds: [territoryId], cells: [], accountIds: [id], place: { lat, lng }, amount: null },
      detail: `${id} lies in ${territoryId}${serves}${gives}, and belongs to ${ownerId(owner)} by name`,
      remedy: 'end its owner by name, or leave it if that is meant: the name counts before rules and the place',
      fix: {
        description: 'ends its owner by name from now on',
        preview: `${id} belongs to ${ownerId(otherwise)}, ${rule === null ? 'where it lies' : `by the rule ${rule.id}`}`,
        choices: [],
        deed: { action: 'end-named-owner', accountId: id },
      },
    }));
  }

  #noteRule({ id }: ScannedAccount, territory: number, owner: Ownership): void {
    const place = settleOwner(this.#ground.ownership, this.#ground.layout.territories[territory]?.id ?? null, null);
    if (owner.rule === null || place === null || isSame(owner, place)) return;
    const key = JSON.stringify([owner.rule.id, place.territory?.id]);
    const known = this.#rules.get(key) ?? { territory, owner, count: 0, accountIds: [] };
    this.#rules.set(key, known);
    known.count++;
    if (known.accountIds.length < NAMED_IN_CONFLICT) known.accountIds.push(id);
  }

  #addRules(): void {
    const places = new TerritoryPlaces(this.#ground);
    for (const [key, { territory, owner, count: accounts, accountIds }] of this.#rules) {
      const { id } = this.#ground.layout.territories[territory] ?? { id: '' };
      this.#list.add('two-owners', 'info', `rule ${key}`, () => ({
        ...{ territoryIds: [id], cells: [], accountIds, place: places.of(territory), amount: accounts },
        detail: `${count(accounts, 'account lies', 'accounts lie')} in ${id} and ${accounts === 1 ? 'belongs' : 'belong'} to ${ownerId(owner)} by the rule ${owner.rule?.id}`,
        remedy: 'change the rule, or leave it if that is meant: a rule counts before the place',
        fix: null,
      }));
    }
  }

  #addOrphan({ id, lat, lng, cell }: ScannedAccount): void {
    this.#list.add('orphan-account', 'error', `outside ${id}`, () => {
      const to = nearestTerritory(this.#ground, cell);
      const place = placeToAdd(this.#ground, cellNumber(cell));
      return {
        ...{ territoryIds: [], cells: [cell], accountIds: [id], place: { lat, lng }, amount: null },
        detail: `${id} lies outside of all territories`,
        remedy: 'give its place to a territory, or rebalance',
        fix:
          to === null
            ? null
            : {
                description: `gives its place to ${to}, the nearest, or to the territory in territoryId`,
                preview: 'a new layout with one more cell, which counts the accounts in it',
                choices: ['territoryId'],
                deed: { action: 'add-places', cells: [cellText(place)], territoryId: to },
              },
      };
    });
  }

  #compareRep({ id, lat, lng, repId }: ScannedAccount, territoryId: string): void {
    const rep = this.#ground.owners.reps.get(territoryId);
    if (repId === null || rep === undefined || rep === repId) return;
    this.#list.add('account-outside-territory', 'warning', id, () => ({
      ...{ territoryIds: [territoryId], cells: [], accountIds: [id], place: { lat, lng }, amount: null },
      detail: `${id} is served by ${repId} and lies in ${territoryId}, which ${rep} serves`,
      remedy: 'hand it over, or give it its rep by name',
      fix: {
        description: `sets the rep of ${id} to ${rep}, or to the rep in repId`,
        preview: `repId of ${id} becomes ${rep}`,
        choices: ['repId'],
        deed: { action: 'set-rep', accountId: id, repId: rep },
      },
    }));
  }

  #noteSkills({ id, requiredSkills }: ScannedAccount, territory: number, territoryId: string): void {
    const repId = this.#ground.owners.reps.get(territoryId);
    const rep = repId === undefined ? undefined : this.#ground.reps.get(repId);
    if (rep === undefined) return;
    for (const skill of requiredSkills) {
      if (rep.skills.includes(skill)) continue;
      const key = JSON.stringify([territoryId, skill]);
      const known = this.#skills.get(key) ?? { territory, skill, count: 0, accountIds: [] };
      this.#skills.set(key, known);
      known.count++;
      if (known.accountIds.length < NAMED_IN_CONFLICT) known.accountIds.push(id);
    }
  }

  #addSkills(): void {
    const { layout, owners, reps } = this.#ground;
    const places = new TerritoryPlaces(this.#ground);
    const lacking = new Map<number, string[]>();
    for (const { territory, skill } of this.#skills.values()) {
      lacking.set(territory, [...(lacking.get(territory) ?? []), skill]);
    }
    for (const [subject, { territory, skill, count: accounts, accountIds }] of this.#skills) {
      const { id } = layout.territories[territory] ?? { id: '' };
      const repId = owners.reps.get(id) ?? '';
      const skills = [...(reps.get(repId)?.skills ?? []), ...(lacking.get(territory) ?? [])];
      this.#list.add('skill-missing', 'error', subject, () => {
        const able =
          chooseReplacement(this.#ground, id, { skills }) ?? chooseReplacement(this.#ground, id, { skills: [skill] });
        return {
          ...{ territoryIds: [id], cells: [], accountIds, place: places.of(territory), amount: accounts },
          detail: `${count(accounts, 'account needs', 'accounts need')} ${skill} in ${id}; ${repId}, who serves it, does not have it`,
          remedy: 'have a rep with the skill serve the territory, or add the skill to the rep',
          fix: replacementFix(id, able?.id ?? null),
        };
      });
    }
  }

  #noteGroup({ key }: ScannedAccount, owner: Ownership | null): void {
    if (key === null || key.trim() === '' || owner === null || this.#ground.question.groupBy === null) return;
    const holder = owner.territory?.id ?? `rep ${owner.rep?.id}`;
    const known = this.#groups.get(key);
    if (known === undefined) this.#groups.set(key, new Map([[holder, 1]]));
    else known.set(holder, (known.get(holder) ?? 0) + 1);
  }

  #addGroups(): void {
    const { question, layout } = this.#ground;
    const places = new TerritoryPlaces(this.#ground);
    for (const [value, holders] of this.#groups) {
      if (holders.size < 2) continue;
      const ranked = [...holders].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const main = ranked.find(([holder]) => layout.territories.some(({ id }) => id === holder))?.[0];
      const accounts = ranked.reduce((sum, [, own]) => sum + own, 0);
      this.#list.add('split-group', 'info', JSON.stringify([question.groupBy, value]), () => ({
        ...{ territoryIds: ranked.slice(0, NAMED_IN_CONFLICT).map(([holder]) => holder), cells: [], accountIds: [] },
        ...{ place: places.of(layout.territories.findIndex(({ id }) => id === main)), amount: accounts },
        detail: `${count(accounts, 'account', 'accounts')} with ${question.groupBy} ${value} are in ${ranked.length} territories: ${ranked
          .slice(0, 5)
          .map(([holder, own]) => `${holder} (${own})`)
          .join(', ')}`,
        remedy: 'give all of them one owner by name',
        fix:
          main === undefined
            ? null
            : {
                description: `gives all of them to ${main} by name, or to the territory in territoryId`,
                preview: `${count(accounts - (holders.get(main) ?? 0), 'account gets', 'accounts get')} another owner from now on; borders stay`,
                choices: ['territoryId'],
                deed: { action: 'name-owner', key: question.groupBy ?? '', value, territoryId: main },
              },
      }));
    }
  }
}

/** An owner by name as of now, as ownership takes it. */
function always(owner: NamedOwner | null): OwnedAccount['named'] {
  const said = { seq: 0, recordedMs: 0, fromMs: 0, untilMs: null, isCorrection: false, voidedMs: null, subject: owner };
  return { fromMs: -Infinity, untilMs: Infinity, holding: owner === null ? null : said };
}

/** Whether both are one territory, or one of them is the rep of the other. */
function isSame(a: Ownership, b: Ownership): boolean {
  if (a.territory !== null && b.territory !== null) return a.territory.id === b.territory.id;
  return a.rep !== null && a.rep.id === b.rep?.id;
}

function ownerId({ territory, rep }: Ownership): string {
  return territory?.id ?? rep?.id ?? '';
}

/** The coarsest place about a cell, not coarser than the layout's base, in which no leaf lies. */
function placeToAdd({ layout, leaves }: ConflictGround, cell: CellNumber): CellNumber {
  let place = cell;
  for (let resolution = resolutionOf(cell) - 1; resolution >= layout.resolution.base; resolution--) {
    const ancestor = ancestorAt(cell, resolution);
    if (anyLeafWithin(leaves.cells, ancestor) >= 0) break;
    place = ancestor;
  }
  return place;
}

/** Accounts in the order in which they are read: places of all, ids and names of those that have another near them. */
class SeenAccounts implements Places {
  readonly #named = new Map<number, { readonly id: string; readonly name: string }>();
  #places = new Float64Array(2_048);
  #count = 0;

  add({ lat, lng }: ScannedAccount): void {
    const at = this.#count++;
    if (2 * at + 2 > this.#places.length) {
      const larger = new Float64Array(2 * this.#places.length);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#places.set([lat, lng], 2 * at);
  }

  /** Reads ids and names where they will be asked for. Throws `accounts-replaced` where the accounts are not those that were added. */
  async readNames(pages: AsyncIterable<readonly ScannedAccount[]>): Promise<void> {
    const isNear = new Uint8Array(this.#count);
    let near = 0;
    eachSquare(this, TWIN_METERS, (own, beside) => {
      for (const at of [...own, ...beside]) {
        near += 1 - (isNear[at] as number);
        isNear[at] = 1;
      }
    });
    if (near === 0) return;
    let at = 0;
    for await (const page of pages) {
      for (const { id, name, lat, lng } of page) {
        if (lat !== this.latDeg(at) || lng !== this.lngDeg(at)) throw accountsReplaced();
        if (isNear[at] === 1) this.#named.set(at, { id, name });
        at++;
      }
    }
    if (at !== this.#count) throw accountsReplaced();
  }

  get count(): number {
    return this.#count;
  }

  readonly latDeg = (at: number) => this.#places[2 * at] as number;
  readonly lngDeg = (at: number) => this.#places[2 * at + 1] as number;
  readonly idOf = (at: number) => this.#named.get(at)?.id ?? '';
  readonly nameOf = (at: number) => this.#named.get(at)?.name ?? '';
}
