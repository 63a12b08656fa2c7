import { cellNumber } from '../domain/cell-number.ts';
import type { GivenBy } from '../domain/goal-following.ts';
import type { Governance } from '../domain/governance.ts';
import type { LayoutId } from '../domain/layout.ts';
import { ownerLeafOf, positionOf } from '../domain/leaf-table.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { namedOwnerAt, type OwnerStatement, type OwnershipChange } from '../domain/ownership-changes.ts';
import type { Plan } from '../domain/plan.ts';
import type { BinnedAccount } from './account-store.ts';
import type { CellSums } from './cell-sums.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { Ports } from './ports.ts';
import { sumByCell } from './sum-by-cell.ts';

/** Accounts that are looked up by id at once, and accounts with owners by name of one page. */
const AT_ONCE = 1_000;

/** Territories of the places of a layout, by id. */
interface Places {
  /** By position in the cells of the accounts; undefined outside of the cover. */
  readonly ofCells: readonly (string | undefined)[];
  readonly ofAccount: (account: BinnedAccount) => string | undefined;
}

interface NamedOne {
  readonly account: BinnedAccount;
  readonly statements: readonly OwnerStatement[];
}

/** The accounts of a plan as they are now, and whose they were and will be at changes of its territories and of owners by name. Rules are not looked at. */
export class MovedAccountsGround {
  readonly metrics: readonly string[];
  readonly #ports: Ports;
  readonly #workspaceId: string;
  readonly #governance: Governance;
  readonly #cells: CellSums;
  readonly #named: readonly NamedOne[];
  readonly #places = new Map<LayoutId, Places>();

  private constructor(ports: Ports, workspaceId: string, governance: Governance, cells: CellSums, named: NamedOne[]) {
    this.#ports = ports;
    this.#workspaceId = workspaceId;
    this.#governance = governance;
    this.metrics = cells.metrics;
    this.#named = named;
    this.#cells = without(cells, named);
  }

  /** Reads the accounts. Cost: a scan of them all, summed by cell. */
  static async open(
    ports: Ports,
    workspaceId: string,
    plan: Plan,
    governance: Governance,
  ): Promise<MovedAccountsGround> {
    const cells = await sumByCell(ports, workspaceId, plan);
    const statements: OwnerStatements = new Map();
    let cursor: string | null = null;
    do {
      const page = await ports.ownership.named(workspaceId, plan.planId, null, { cursor, limit: AT_ONCE });
      for (const one of page.items) {
        const own = statements.get(one.subject.accountId);
        if (own === undefined) statements.set(one.subject.accountId, [one]);
        else own.push(one);
      }
      cursor = page.next;
    } while (cursor !== null);
    const named = await readNamed(ports, workspaceId, plan, statements);
    return new MovedAccountsGround(ports, workspaceId, governance, cells, named);
  }

  /** What a change takes from each territory, where another layout was in force before it. */
  async givenBy(change: OwnershipChange, before: LayoutId | null): Promise<GivenBy> {
    const [from, to] = [await this.#placesOf(before), await this.#placesOf(change.layoutId)];
    const columns = this.metrics.length;
    const had = new Map<string, Float64Array>();
    const moved = new Map<string, Map<string, Float64Array>>();
    const add = (from: string | undefined, to: string | undefined, row: ArrayLike<number>) => {
      if (from === undefined) return;
      addTo(had, from, row, columns);
      // What nobody takes over stays with the goal.
      if (to === undefined || to === from) return;
      const own = moved.get(from) ?? new Map<string, Float64Array>();
      moved.set(from, own);
      addTo(own, to, row, columns);
    };
    if (from !== null) {
      from.ofCells.forEach((territory, at) => {
        add(territory, to?.ofCells[at], this.#cells.sums.subarray(at * columns, (at + 1) * columns));
      });
    }
    for (const { account, statements } of this.#named) {
      const [one, other] = [change.atMs - 1, change.atMs].map((atMs) => this.#namedTerritory(statements, atMs));
      add(one ?? from?.ofAccount(account), other ?? to?.ofAccount(account), this.#rowOf(account));
    }
    return (territoryId, metric) => {
      const column = this.metrics.indexOf(metric);
      const own = moved.get(territoryId);
      const all = had.get(territoryId);
      if (own === undefined || all === undefined || column < 0) return null;
      const receivers = [...own].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        ...{ accounts: all[0] ?? 0, value: all[column] ?? 0 },
        moved: receivers.map(([id, sums]) => ({ territoryId: id, accounts: sums[0] ?? 0, value: sums[column] ?? 0 })),
      };
    };
  }

  async #placesOf(layoutId: LayoutId | null): Promise<Places | null> {
    if (layoutId === null) return null;
    let places = this.#places.get(layoutId);
    if (places === undefined) {
      const { layout, leaves } = await getLayoutLeaves(this.#ports, this.#workspaceId, layoutId);
      const territoryAt = (cell: bigint) =>
        layout.territories[leaves.territories[ownerLeafOf(leaves.cells, cell)] ?? -1]?.id;
      const ofCells = Array.from(this.#cells.cells, territoryAt);
      places = { ofCells, ofAccount: ({ cell }) => territoryAt(cellNumber(cell)) };
      this.#places.set(layoutId, places);
    }
    return places;
  }

  /** The territory that has an account by name: that of a rep is the first that the rep serves then, if any. */
  #namedTerritory(statements: readonly OwnerStatement[], atMs: number): string | undefined {
    const owner = namedOwnerAt(statements, atMs);
    if (owner === null) return undefined;
    if ('territoryId' in owner) return owner.territoryId;
    const publicationId = this.#governance.inForce(null, atMs).holding?.subject ?? '';
    const reps = this.#governance.publications.get(publicationId)?.reps ?? {};
    return Object.keys(reps)
      .sort()
      .find((territoryId) => reps[territoryId] === owner.repId);
  }

  #rowOf(account: BinnedAccount): number[] {
    return rowOf(account, this.metrics);
  }
}

type OwnerStatements = Map<string, OwnerStatement[]>;

async function readNamed(ports: Ports, workspaceId: string, plan: Plan, statements: OwnerStatements) {
  const ids = [...statements.keys()];
  const named: NamedOne[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    let some = ids.slice(at, at + AT_ONCE);
    while (some.length > 0) {
      const { items, next } = await ports.accounts.listByIds(workspaceId, plan, some);
      named.push(...items.map((account) => ({ account, statements: statements.get(account.account.id) ?? [] })));
      some = next === null ? [] : some.filter((id) => id > next);
    }
  }
  return named;
}

/** Sums of those accounts alone that have never had an owner by name, none below 0. */
function without(cells: CellSums, named: readonly NamedOne[]): CellSums {
  const columns = cells.metrics.length;
  const sums = cells.sums.slice();
  for (const { account } of named) {
    const at = positionOf(cells.cells, cellNumber(account.cell));
    if (at < 0) continue;
    rowOf(account, cells.metrics).forEach((value, column) => {
      sums[at * columns + column] = (sums[at * columns + column] ?? 0) - value;
    });
  }
  return { ...cells, sums: sums.map((sum) => Math.max(0, sum)) };
}

function rowOf({ account }: BinnedAccount, metrics: readonly string[]): number[] {
  return metrics.map((metric) => (metric === ACCOUNTS_METRIC ? 1 : Math.max(0, account.metrics[metric] ?? 0)));
}

function addTo(map: Map<string, Float64Array>, key: string, row: ArrayLike<number>, columns: number): void {
  const sums = map.get(key) ?? new Float64Array(columns);
  map.set(key, sums);
  for (let column = 0; column < columns; column++) sums[column] = (sums[column] ?? 0) + (row[column] ?? 0);
}
