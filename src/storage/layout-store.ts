import type { LayoutStore, OwnedLeaf } from '../application/layout-store.ts';
import type { Cell } from '../domain/cell.ts';
import { cellNumber, cellText } from '../domain/cell-number.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { GivenEntry } from '../domain/layout-entry.ts';
import { type LeafTable, leafOf } from '../domain/leaf-table.ts';
import { ByteBoundedCache } from './byte-bounded-cache.ts';
import { D1Layouts } from './layouts.d1.ts';
import { KvLayoutCopies } from './layouts.kv.ts';

/** Per isolate, beside the optimizer's 64 MiB in an isolate of 128 MB. */
const LEAVES_CAPACITY_BYTES = 12 * 1024 * 1024;
const LAYOUTS_CAPACITY_BYTES = 4 * 1024 * 1024;

const leafTables = new ByteBoundedCache<LeafTable>(LEAVES_CAPACITY_BYTES);
const layouts = new ByteBoundedCache<Layout>(LAYOUTS_CAPACITY_BYTES);

/**
 * Layouts in D1, with copies in KV and in the isolate.
 *
 * The record is asked first whether a layout exists, so a deleted layout is gone at once; then the nearest copy answers.
 */
export class RecordedLayouts implements LayoutStore {
  readonly #record: D1Layouts;
  readonly #copies: KvLayoutCopies;

  /** `onSpread` is called when there is an event to tell. */
  constructor(db: D1Database, kv: KVNamespace, onSpread: () => void = () => {}) {
    this.#record = new D1Layouts(db, onSpread);
    this.#copies = new KvLayoutCopies(kv);
  }

  async find(workspaceId: string, layoutId: LayoutId): Promise<Layout | null> {
    if (!(await this.#record.exists(workspaceId, layoutId))) return null;
    return this.findInForce(workspaceId, layoutId);
  }

  async findInForce(workspaceId: string, layoutId: LayoutId): Promise<Layout | null> {
    const key = `${workspaceId}/${layoutId}`;
    const held = layouts.find(key);
    if (held !== null) return held;
    let layout = await this.#copies.findLayout(workspaceId, layoutId);
    if (layout === null) {
      layout = await this.#record.find(workspaceId, layoutId);
      if (layout !== null) await this.#copies.putLayout(workspaceId, layout);
    }
    if (layout !== null) layouts.keep(key, layout, layoutBytes(layout));
    return layout;
  }

  recallInForce(workspaceId: string, layoutId: LayoutId) {
    const key = `${workspaceId}/${layoutId}`;
    const [layout, leaves] = [layouts.find(key), leafTables.find(key)];
    return layout && leaves && { layout, leaves };
  }

  async save(
    workspaceId: string,
    layout: Layout,
    leaves: LeafTable,
    planId: string | null,
    entry: GivenEntry = {},
  ): Promise<void> {
    await this.#copies.put(workspaceId, layout, leaves);
    await this.#record.save(workspaceId, layout, leaves, planId, entry);
  }

  touch(workspaceId: string, layoutId: LayoutId): Promise<boolean> {
    return this.#record.touch(workspaceId, layoutId);
  }

  attach(workspaceId: string, layoutId: LayoutId, planId: string, entry: GivenEntry = {}): Promise<void> {
    return this.#record.attach(workspaceId, layoutId, planId, entry);
  }

  linesOf(workspaceId: string, planId: string, layoutIds: readonly LayoutId[]) {
    return this.#record.linesOf(workspaceId, planId, layoutIds);
  }

  latestByLine(workspaceId: string, planId: string): Promise<readonly LayoutId[]> {
    return this.#record.latestByLine(workspaceId, planId);
  }

  plansOf(workspaceId: string, layoutId: LayoutId): Promise<string[]> {
    return this.#record.plansOf(workspaceId, layoutId);
  }

  largestTerritoryNumber(workspaceId: string, layoutId: LayoutId): Promise<number> {
    return this.#record.largestTerritoryNumber(workspaceId, layoutId);
  }

  origins(workspaceId: string, layoutId: LayoutId): ReturnType<D1Layouts['origins']> {
    return this.#record.origins(workspaceId, layoutId);
  }

  async leaves(workspaceId: string, layout: Layout): Promise<LeafTable | null> {
    const key = `${workspaceId}/${layout.layoutId}`;
    const held = leafTables.find(key);
    if (held !== null) return held;
    let table = await this.#copies.findLeaves(workspaceId, layout.layoutId);
    if (table === null) {
      table = await this.#record.leaves(workspaceId, layout.layoutId, layout.metrics.length);
      if (table !== null) await this.#copies.putLeaves(workspaceId, layout.layoutId, table);
    }
    if (table !== null) leafTables.keep(key, table, leafBytes(table.cells.length, layout.metrics.length));
    return table;
  }

  async leavesToHold(workspaceId: string, layout: Layout): Promise<LeafTable | null> {
    const bytes = leafBytes(layout.totals.leaves, layout.metrics.length);
    return bytes > LEAVES_CAPACITY_BYTES / 2 ? null : this.leaves(workspaceId, layout);
  }

  async findLeaf(workspaceId: string, layoutId: LayoutId, cells: readonly Cell[]): Promise<OwnedLeaf | null> {
    const held = leafTables.find(`${workspaceId}/${layoutId}`);
    const [finest] = cells;
    if (held === null || finest === undefined) return this.#record.findLeaf(workspaceId, layoutId, cells);
    const leaf = leafOf(held.cells, cellNumber(finest));
    const cell = held.cells[leaf];
    return cell === undefined ? null : { cell: cellText(cell), territory: held.territories[leaf] ?? 0 };
  }
}

function leafBytes(leaves: number, metrics: number): number {
  return leaves * (12 + 8 * metrics);
}

/** Roughly what a layout takes: names and numbers of each metric of each territory. */
function layoutBytes(layout: Layout): number {
  return 2000 + layout.territories.length * (600 + 150 * layout.metrics.length) + 200 * layout.islands.length;
}
