import type { App } from '../app.ts';
import { registerChangeLayoutEntry } from './layouts/change-layout-entry.ts';
import { registerCompareLayouts } from './layouts/compare-layouts.ts';
import { registerCreateLayout } from './layouts/create-layout.ts';
import { registerDeleteLayoutEntry } from './layouts/delete-layout-entry.ts';
import { registerEditLayout } from './layouts/edit-layout.ts';
import { registerFindOwner } from './layouts/find-owner.ts';
import { registerFindOwners } from './layouts/find-owners.ts';
import { registerGetDifferenceTile } from './layouts/get-difference-tile.ts';
import { registerGetLayout } from './layouts/get-layout.ts';
import { registerGetLayoutEntry } from './layouts/get-layout-entry.ts';
import { registerGetTile } from './layouts/get-tile.ts';
import { registerGetTilejson } from './layouts/get-tilejson.ts';
import { registerImportLayout } from './layouts/import-layout.ts';
import { registerListLayoutCells } from './layouts/list-cells.ts';
import { registerListLayouts } from './layouts/list-layouts.ts';
import { registerListMovedAccounts } from './layouts/list-moved-accounts.ts';
import { registerListMoves } from './layouts/list-moves.ts';
import { registerListTerritories } from './layouts/list-territories.ts';
import { registerMergeLayouts } from './layouts/merge-layouts.ts';
import { registerRebalanceLayout } from './layouts/rebalance-layout.ts';
import { registerRepairLayout } from './layouts/repair-layout.ts';
import { registerSolveAccounts } from './solve/solve-accounts.ts';

/** Routes of layouts and of the one-shot solve. */
export function registerLayoutRoutes(app: App): void {
  registerSolveAccounts(app);
  registerCreateLayout(app);
  registerImportLayout(app);
  registerListLayouts(app);
  registerGetLayoutEntry(app);
  registerChangeLayoutEntry(app);
  registerDeleteLayoutEntry(app);
  registerGetLayout(app);
  registerListTerritories(app);
  registerListLayoutCells(app);
  registerListMoves(app);
  registerCompareLayouts(app);
  registerListMovedAccounts(app);
  registerGetDifferenceTile(app);
  registerFindOwner(app);
  registerFindOwners(app);
  registerRebalanceLayout(app);
  registerEditLayout(app);
  registerRepairLayout(app);
  registerMergeLayouts(app);
  registerGetTilejson(app);
  registerGetTile(app);
}
