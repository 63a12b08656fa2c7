import { placeAt } from '../domain/account-place.ts';
import { cellNumber } from '../domain/cell-number.ts';
import type { GivenBy } from '../domain/goal-following.ts';
import type { Governance } from '../domain/governance.ts';
import { ownerLeafOf, positionOf } from '../domain/leaf-table.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import {
  heldAt,
  knownThen,
  type OwnershipChange,
  type OwnershipView,
  type SettledChanges,
} from '../domain/ownership-changes.ts';
import type { Plan } from '../domain/plan.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import type { Publication } from '../domain/publication.ts';
import { meetsCondition } from '../domain/rule-condition.ts';
import { type Statement, stretchesOf } from '../domain/timeline.ts';
import type { BinnedAccount } from './account-store.ts';
import type { CellSums } from './cell-sums.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { GivenSums } from './given-sums.ts';
import type { AccountOwnership } from './ownership-store.ts';
import type { Ports } from './ports.ts';
import { readOneSet, sumByCell } from './sum-by-cell.ts';

/** Accounts with a history of their own that are read at once, and all accounts. */
const [SPECIAL_AT_ONCE, ALL_AT_ONCE] = [1_000, 5_000];

/** Most accounts with a history of their own that are read one by one: where there are more, all are read in their order. */
const MAX_SPECIAL = 20_000;

const ALL = { boxes: [], segment: null, repId: null, status: null, text: null, cellRanges: null, line: null };

/** What a layout that is in force makes of places. */
interface InForce {
  readonly publication: Publication;
  readonly territoryIds: ReadonlySet<string>;
  readonly territoryAt: (cell: bigint) => string | undefined;
}

/**
 * The accounts of a plan as they are now, and whose they were and are in the views between which owners change: who is named, else who has them by a rule, else
 * whose place it is. A rep owns for the first territory that the rep serves; where there is none the account stays with its place.
 */
export class MovedAccountsGround {
  readonly #ports: Ports;
  readonly #workspaceId: string;
  readonly #plan: Plan;
  readonly #settled: SettledChanges;
  readonly #publications: ReadonlyMap<string, Publication>;
  readonly #layouts: ReturnType<typeof bothOf<string>>;
  readonly #rules: ReturnType<typeof bothOf<readonly { readonly when: object; readonly owner: NamedOwner }[]>>;
  readonly #hasRules: boolean;
  readonly #inForce = new Map<string, InForce>();

  constructor(ports: Ports, workspaceId: string, plan: Plan, governance: Governance, settled: SettledChanges) {
    this.#ports = ports;
    this.#workspaceId = workspaceId;
    this.#plan = plan;
    this.#settled = settled;
    this.#publications = governance.publications;
    this.#layouts = bothOf(governance.statements(null), settled);
    this.#rules = bothOf(governance.ruleStatements(null), settled);
    this.#hasRules = governance.ruleStatements(null).some(({ subject }) => subject.length > 0);
  }

  /**
   * What each change takes from each territory, in their order. `moved`: accounts that have moved since goals followed.
   *
   * Cost: a scan of all accounts, summed by cell; one by one where there are rules, or very many have histories: four queries for 5,000.
   */
  async givenBy(changes: readonly OwnershipChange[], moved: readonly string[]): Promise<GivenBy[]> {
    for (const { from, to } of changes) for (const view of [from, to]) await this.#open(view);
    const special = this.#hasRules ? null : await this.#special(moved);
    return readOneSet(async () => {
      const sums = changes.map(() => new GivenSums([ACCOUNTS_METRIC, ...this.#plan.metrics]));
      const add = (accounts: Awaited<ReturnType<typeof this.readAccounts>>) => {
        for (const [account, history] of accounts) this.#add(sums, changes, account, history);
      };
      if (special === null) {
        for (let cursor: string | null = null; ; ) {
          const page = await this.#ports.accounts.list(this.#workspaceId, this.#plan, ALL, {
            ...{ cursor, limit: ALL_AT_ONCE },
          });
          add(await this.readAccounts(page.items));
          cursor = page.next;
          if (cursor === null) break;
        }
      } else {
        const cells = await sumByCell(this.#ports, this.#workspaceId, this.#plan);
        const rest = cells.sums.slice();
        for (let from = 0; from < special.length; from += SPECIAL_AT_ONCE) {
          for (let some = special.slice(from, from + SPECIAL_AT_ONCE); some.length > 0; ) {
            const { items, next } = await this.#ports.accounts.listByIds(this.#workspaceId, this.#plan, some);
            for (const account of items) takeAway(rest, cells, account);
            add(await this.readAccounts(items));
            some = next === null ? [] : some.filter((id) => id > next);
          }
        }
        this.#addCells(sums, changes, cells, rest);
      }
      return sums.map((one) => one.givenBy());
    });
  }

  /** Accounts with their histories. */
  async readAccounts(items: readonly BinnedAccount[]): Promise<[BinnedAccount, AccountOwnership | undefined][]> {
    const ids = items.map(({ account }) => account.id);
    const histories = await this.#ports.ownership.accounts(this.#workspaceId, this.#plan.planId, ids);
    return items.map((one) => [one, histories.get(one.account.id)]);
  }

  /** Accounts with histories of their own: who were ever named, or have moved; null: too many. */
  async #special(moved: readonly string[]): Promise<string[] | null> {
    const ids = new Set(moved);
    for (let after = ''; ; ) {
      if (ids.size > MAX_SPECIAL) return null;
      const { planId } = this.#plan;
      const page = await this.#ports.accountScan.everNamed(this.#workspaceId, planId, after, SPECIAL_AT_ONCE);
      for (const id of page) ids.add(id);
      after = page.at(-1) ?? '';
      if (page.length < SPECIAL_AT_ONCE) return [...ids];
    }
  }

  #add(
    sums: readonly GivenSums[],
    changes: readonly OwnershipChange[],
    account: BinnedAccount,
    history: AccountOwnership | undefined,
  ): void {
    const named = bothOf(
      (history?.named ?? []).filter(({ subject }) => subject.line === null),
      this.#settled,
    );
    const row = rowOf(account, this.#plan.metrics);
    const ownerIn = (view: OwnershipView) => this.#territoryOf(account, history, named, view);
    changes.forEach(({ from, to }, at) => {
      sums[at]?.add(ownerIn(from), ownerIn(to), row, 0);
    });
  }

  #addCells(
    sums: readonly GivenSums[],
    changes: readonly OwnershipChange[],
    cells: CellSums,
    rest: Float64Array,
  ): void {
    const width = cells.metrics.length;
    const owners = new Map<InForce | null, (string | undefined)[]>();
    const ownersIn = (view: OwnershipView) => {
      const inForce = this.#found(view);
      const known = owners.get(inForce) ?? Array.from(cells.cells, (cell) => inForce?.territoryAt(cell));
      owners.set(inForce, known);
      return known;
    };
    changes.forEach(({ from, to }, at) => {
      const [before, after] = [ownersIn(from), ownersIn(to)];
      before.forEach((territory, cell) => {
        sums[at]?.add(territory, after[cell], rest, cell * width);
      });
    });
  }

  #territoryOf(
    { account, cell }: BinnedAccount,
    history: AccountOwnership | undefined,
    named: ReturnType<typeof bothOf<{ readonly owner: NamedOwner | null }>>,
    view: OwnershipView,
  ): string | undefined {
    const inForce = this.#found(view);
    const owner = heldAt(named, view)?.owner ?? null;
    const byName = owner === null ? undefined : territoryNamed(owner, inForce);
    if (byName !== undefined) return byName;
    for (const { when, owner } of heldAt(this.#rules, view) ?? []) {
      const byRule = meetsCondition(account, when) ? territoryNamed(owner, inForce) : undefined;
      if (byRule !== undefined) return byRule;
    }
    // Goals did not know of moves after those that they followed.
    const atMs = view.isOld ? Math.min(view.atMs, this.#settled.placesMs) : view.atMs;
    return inForce?.territoryAt(cellNumber(placeAt(cell, history?.earlier ?? [], atMs, Infinity).cell));
  }

  #found(view: OwnershipView): InForce | null {
    return this.#inForce.get(heldAt(this.#layouts, view) ?? '') ?? null;
  }

  async #open(view: OwnershipView): Promise<void> {
    const publicationId = heldAt(this.#layouts, view) ?? '';
    const publication = this.#publications.get(publicationId);
    if (publication === undefined || this.#inForce.has(publicationId)) return;
    const { layout, leaves } = await getLayoutLeaves(this.#ports, this.#workspaceId, publication.layoutId);
    this.#inForce.set(publicationId, {
      publication,
      territoryIds: new Set(layout.territories.map(({ id }) => id)),
      territoryAt: (cell) => layout.territories[leaves.territories[ownerLeafOf(leaves.cells, cell)] ?? -1]?.id,
    });
  }
}

/** Stretches of what was known when goals followed last, and of what is known now. */
function bothOf<T>(statements: readonly Statement<T>[], settled: SettledChanges) {
  return {
    old: stretchesOf(knownThen(statements, settled), Infinity),
    now: stretchesOf(statements, Infinity),
  };
}

/** The territory that an owner is for: that of a rep is the first that the rep serves then, if any. */
function territoryNamed(owner: NamedOwner, inForce: InForce | null): string | undefined {
  if ('territoryId' in owner) {
    return inForce === null || inForce.territoryIds.has(owner.territoryId) ? owner.territoryId : undefined;
  }
  const reps = inForce?.publication.reps ?? {};
  return Object.keys(reps)
    .sort()
    .find((territoryId) => reps[territoryId] === owner.repId);
}

/** Takes an account out of the sums of its cell, none of which goes below 0. */
function takeAway(sums: Float64Array, { cells, metrics }: CellSums, account: BinnedAccount): void {
  const at = positionOf(cells, cellNumber(account.cell));
  if (at < 0) return;
  rowOf(account, metrics.slice(1)).forEach((value, column) => {
    const place = at * metrics.length + column;
    sums[place] = Math.max(0, (sums[place] ?? 0) - value);
  });
}

function rowOf({ account }: BinnedAccount, metrics: readonly string[]): number[] {
  return [1, ...metrics.map((metric) => Math.max(0, account.metrics[metric] ?? 0))];
}
