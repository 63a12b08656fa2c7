import { accountsReplaced } from '../domain/accounts-replaced.ts';
import type { Balance } from '../domain/balance.ts';
import type { Resolution } from '../domain/cell.ts';
import { cellText } from '../domain/cell-number.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import { chooseImportBase, finestImportBase, MAX_BASE_CELLS } from '../domain/import-base.ts';
import { type ImportGround, layImportLeaves, type OwnedLeaves } from '../domain/import-leaves.ts';
import {
  type Dispute,
  type GapChoice,
  type Imported,
  MAX_DISPUTED_CELLS,
  NAMED_IN_IMPORT,
  UNASSIGNED,
} from '../domain/imported.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import { addressLayout } from '../domain/layout-id.ts';
import { type LeafTable, leafOf } from '../domain/leaf-table.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { representedSurface } from '../domain/represented-surface.ts';
import { settleSums } from '../domain/settle-sums.ts';
import { ShapeIndex } from '../domain/shape-index.ts';
import { tellDisputes } from '../domain/tell-disputes.ts';
import { borderLengthKm, borderResolution, traceBorders } from '../domain/trace-border.ts';
import type { ScannedAccount } from './account-scan.ts';
import { addWorkload } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { composeDerived } from './derived-layout.ts';
import { getPlan } from './get-plan.ts';
import { ImportVotes } from './import-votes.ts';
import { tooFine } from './layout-problem.ts';
import { namedLine } from './named-line.ts';
import type { Ports } from './ports.ts';
import { findRecorded, type SolvedLayout } from './solve-layout.ts';
import { readOneSet, sumByCell } from './sum-by-cell.ts';
import type { TerritoryFile } from './territory-file.ts';

/** What a caller may ask of an import. */
export interface ImportRequest {
  readonly gaps: GapChoice;
  /** Tolerance by metric; null: the accounts, within the plan's. */
  readonly balance: Balance | null;
  /** The coarsest leaves; null: chosen. */
  readonly baseResolution: Resolution | null;
  /** The attribute whose values the file has; null: accounts, or polygons. */
  readonly key: string | null;
  /** The line whose accounts count; null: all. */
  readonly line: string | null;
}

/** Leaves that borders are split into at most. */
const MAX_BORDER_LEAVES = 60_000;
/** Territories that are told as represented worst. */
const WORST = 10;

/**
 * Makes a layout of a plan from today's territories: polygons, or whose each account is, or each value of an attribute. Ids and names of territories are those of
 * the file.
 *
 * Errors: `not-found`; `invalid-parameter` for a line that is none; `invalid-problem` where the plan has no accounts, a balanced metric is none, or accounts of no territory are refused, or the base makes
 * too many cells; `accounts-replaced`.
 */
export async function importLayout(
  ports: Ports,
  workspaceId: string,
  planId: string,
  file: TerritoryFile,
  request: ImportRequest,
  remarks: GivenRemarks = {},
): Promise<SolvedLayout> {
  const plan = await getPlan(ports, workspaceId, planId);
  const line = await namedLine(ports, workspaceId, planId, request.line, 'line');
  const entry = { ...remarks, line: line?.lineId ?? null };
  const named = file.by === 'polygon' ? file.shapes : file.table.territories;
  const index = file.by === 'polygon' ? new ShapeIndex(file.shapes) : null;
  const { sums, votes, unknown } = await readOneSet(async () => {
    const summed = addWorkload(await sumByCell(ports, workspaceId, plan, line?.filter));
    const read = new ImportVotes(summed.cells);
    const rows = new UnknownRows(file);
    const scanned = { key: request.key, line: line?.filter ?? null, withTraits: false };
    for await (const page of ports.accountScan.pages(workspaceId, plan, scanned)) {
      for (const account of page) read.add(account, rows.note(account, holdersOf(file, index, account)));
    }
    if (read.isStale) throw accountsReplaced();
    return { sums: summed, votes: read, unknown: rows.left() };
  });
  const balance = request.balance ?? { [ACCOUNTS_METRIC]: plan.tolerance };
  checkImport(sums, votes, balance, request, [
    ...tooFine({ resolution: null, baseResolution: request.baseResolution }, plan.finestResolution),
    ...tooMany(sums, file, request, plan.finestResolution),
  ]);
  settleSums(sums.sums);
  const hasOwn = request.gaps === 'own-territory' && votes.gap.accounts > 0;
  const ground = groundOf(sums, votes, file, index, { ...request, finest: plan.finestResolution, hasOwn });
  const owned = layImportLeaves(ground);
  const leaves = sumLeaves(owned, sums);
  const imported = describeImport(file, request, { ground, leaves: owned, votes, unknown, index });
  const territories = named.map(({ id, name }) => ({ id, name, gone: false }));
  if (hasOwn && !named.some(({ id }) => id === UNASSIGNED))
    territories.push({ id: UNASSIGNED, name: 'Unassigned', gone: false });
  const resolution = { base: ground.base as Resolution, finest: plan.finestResolution };
  const layoutId = await addressLayout({
    engine: ports.optimizer.engine,
    ...{ cells: sums.cells, metrics: sums.metrics, sums: sums.sums },
    options: { balance: Object.entries(balance), ...resolution, imported },
    current: {
      layoutId: '',
      ...{ cells: leaves.cells, territories: leaves.territories },
      named: territories.map(({ id, name }) => ({ id, name, color: 0 })),
    },
  });
  const recorded = await findRecorded(ports, workspaceId, layoutId);
  if (recorded !== null) {
    await ports.layouts.attach(workspaceId, layoutId, planId, entry);
    return { ...recorded, recorded: true };
  }
  const why = `imported: ${resolution.base} is the coarsest of its cells, borders are followed to ${ground.drawn?.resolution ?? resolution.finest}`;
  const like = {
    ...{ metrics: sums.metrics, seed: 1, effort: 'fast' as const, resolution: { ...resolution, why } },
    cover: { resolution: null, baseResolution: request.baseResolution, splitShare: 0.02, fillDistanceKm: null },
  };
  const made = composeDerived(ports.optimizer, {
    ...{ layoutId, like, balance, targets: null, islands: [], violations: [], budget: null, steps: 0 },
    draft: { territories, leaves },
    untouched: new Map(),
    colors: new Map(),
    finer: sums,
  });
  const layout = { ...made.layout, imported };
  await ports.layouts.save(workspaceId, layout, leaves, planId, entry);
  return { layout, leaves, recorded: false };
}

function holdersOf(file: TerritoryFile, index: ShapeIndex | null, account: ScannedAccount): readonly number[] {
  if (file.by === 'polygon') return index?.holding(account.lat, account.lng) ?? [];
  if (file.by === 'account') return file.table.holding(account.id);
  return account.key === null ? [] : file.table.holding(account.key.trim());
}

/** Rows of a table that no account answers to. */
class UnknownRows {
  readonly #file: TerritoryFile;
  readonly #met = new Set<string>();

  constructor(file: TerritoryFile) {
    this.#file = file;
  }

  note(account: ScannedAccount, holders: readonly number[]): readonly number[] {
    if (this.#file.by !== 'polygon' && holders.length > 0) {
      this.#met.add(this.#file.by === 'account' ? account.id : (account.key ?? '').trim());
    }
    return holders;
  }

  left(): Imported['representation']['unknown'] {
    if (this.#file.by === 'polygon') return { rows: 0, values: [] };
    const values: string[] = [];
    for (const key of this.#file.table.keys())
      if (values.length < NAMED_IN_IMPORT && !this.#met.has(key)) values.push(key);
    return { rows: this.#file.table.size - this.#met.size, values };
  }
}

function checkImport(
  sums: CellSums,
  votes: ImportVotes,
  balance: Balance,
  { gaps }: ImportRequest,
  ofResolution: readonly Violation[],
): void {
  const { gap } = votes;
  const violations: Violation[] = [...ofResolution];
  const blame = (field: string, value: string, detail: string, remedy: string) =>
    violations.push({ field, value: value.slice(0, 100), detail, remedy });
  if (sums.cells.length === 0) blame('accounts', '', 'there are none', 'send the accounts of the plan first');
  for (const name of Object.keys(balance)) {
    if (!sums.metrics.includes(name))
      blame('balance', name, 'is not a metric of these accounts', `name one of: ${sums.metrics.join(', ')}`);
  }
  if (sums.cells.length > 0 && votes.owners().every((owner) => owner === -1)) {
    blame(
      'territory',
      '',
      'has no account: none of the plan lies in a territory of the file',
      'send the territories of these accounts',
    );
  }
  if (gaps === 'refuse' && gap.accounts > 0) {
    for (const { id } of gap.named)
      blame('gaps', id, 'is an account of no territory', 'give it one, or send gaps=nearest or gaps=own-territory');
  }
  if (violations.length === 0) return;
  const count = violations.length + (gaps === 'refuse' ? gap.accounts - gap.named.length : 0);
  const [first] = violations;
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  throw new Failure('invalid-problem', `${first?.field}: ${first?.value} ${first?.detail}${more}`, violations, count);
}

/** What is wrong with a base that was asked for: that it makes more cells than are well held, and is finer than would be chosen. */
function tooMany(
  sums: CellSums,
  file: TerritoryFile,
  { baseResolution }: ImportRequest,
  finest: Resolution,
): Violation[] {
  const { cells } = sums;
  if (baseResolution === null || baseResolution > finest || cells.length === 0) return [];
  const most =
    file.by === 'polygon'
      ? finestImportBase(cells, file.shapes, finest)
      : Math.max(finestImportBase(cells, null, finest), chosenBase(sums, file, finest));
  if (baseResolution <= most) return [];
  const detail = `makes more than ${MAX_BASE_CELLS} cells`;
  const remedy = `send at most ${most}, or leave it out: where borders run cells are finer`;
  return [{ field: 'baseResolution', value: String(baseResolution), detail, remedy }];
}

function chosenBase(
  { cells, sums, metrics }: Pick<CellSums, 'cells' | 'sums' | 'metrics'>,
  file: TerritoryFile,
  finest: number,
) {
  const territories = file.by === 'polygon' ? file.shapes.length : file.table.territories.length;
  let accounts = 0;
  for (let at = 0; at < sums.length; at += metrics.length) accounts += sums[at] ?? 0;
  return chooseImportBase(cells, accounts, territories, finest);
}

/** What leaves are laid over, at resolutions that the optimizer's memory bears. */
function groundOf(
  { cells, sums, metrics }: CellSums,
  votes: ImportVotes,
  file: TerritoryFile,
  index: ShapeIndex | null,
  asked: ImportRequest & { readonly finest: Resolution; readonly hasOwn: boolean },
): ImportGround {
  const { finest } = asked;
  const named = file.by === 'polygon' ? file.shapes : file.table.territories;
  const territories = named.length;
  // A territory of the file that is called so takes them, too.
  const drawn = named.findIndex(({ id }) => id === UNASSIGNED);
  const unassigned = drawn >= 0 ? drawn : territories;
  const owners = votes.owners().map((owner) => (owner === -1 && asked.hasOwn ? unassigned : owner));
  const chosen = chosenBase({ cells, sums, metrics }, file, finest);
  if (file.by !== 'polygon' || index === null) {
    return { cells, owners, finest, base: asked.baseResolution ?? chosen, drawn: null };
  }
  const base = asked.baseResolution ?? Math.min(chosen, finestImportBase(cells, file.shapes, finest));
  const resolution = borderResolution(borderLengthKm(file.shapes), base, finest, MAX_BORDER_LEAVES);
  const border = traceBorders(file.shapes, resolution);
  return { cells, owners, finest, base, drawn: { index, border, resolution } };
}

/** Leaves with the sums of the accounts inside them. */
function sumLeaves({ cells, territories }: OwnedLeaves, finer: Pick<CellSums, 'cells' | 'sums'>): LeafTable {
  const width = finer.cells.length === 0 ? 1 : finer.sums.length / finer.cells.length;
  const sums = new Float64Array(cells.length * width);
  finer.cells.forEach((cell, at) => {
    const leaf = leafOf(cells, cell);
    for (let metric = 0; leaf >= 0 && metric < width; metric++) {
      sums[leaf * width + metric] = (sums[leaf * width + metric] ?? 0) + (finer.sums[at * width + metric] ?? 0);
    }
  });
  return { cells, territories, sums: settleSums(sums) };
}

interface Drawn {
  readonly ground: ImportGround;
  readonly leaves: OwnedLeaves;
  readonly votes: ImportVotes;
  readonly unknown: Imported['representation']['unknown'];
  readonly index: ShapeIndex | null;
}

function describeImport(file: TerritoryFile, request: ImportRequest, drawn: Drawn): Imported {
  const { ground, leaves, votes, unknown, index } = drawn;
  const named = file.by === 'polygon' ? file.shapes : file.table.territories;
  const { exact, elsewhere, cells } = votes.tally();
  const surface =
    file.by === 'polygon' && index !== null
      ? representedSurface(file.shapes, index, ground.drawn?.resolution ?? 15, leaves)
      : null;
  const worst = (surface?.shares ?? [])
    .map((share, at) => ({ territoryId: named[at]?.id ?? '', share: Number(share.toPrecision(6)) }))
    .sort((a, b) => a.share - b.share)
    .slice(0, WORST);
  return {
    from: file.from,
    by: file.by,
    key: request.key,
    gaps: request.gaps,
    territories: named.length,
    reps: Object.fromEntries(named.flatMap(({ id, repId }) => (repId === null ? [] : [[id, repId]]))),
    representation: {
      accountsExact: exact,
      accountsElsewhere: elsewhere,
      choices: { count: cells.length, cells: cells.slice(0, NAMED_IN_IMPORT).map(cellText) },
      gap: { accounts: votes.gap.accounts, accountIds: votes.gap.named.map(({ id }) => id) },
      overlap: votes.overlap,
      unknown,
      shareOfSurface: surface && Number(surface.share.toPrecision(6)),
      worst,
    },
    ...tellDisputes([...gapsOf(drawn, named), ...overlapsOf(votes, leaves, named)], votes.untold),
  };
}

/** Accounts of nobody's by the territory that got them. */
function gapsOf({ votes, leaves }: Drawn, named: readonly { readonly id: string }[]): Dispute[] {
  const byTerritory = new Map<number, Disputed>();
  for (const [cell, accounts] of votes.gap.cells) {
    const leaf = leafOf(leaves.cells, cell);
    const territory = leaves.territories[leaf] ?? 0;
    const known = byTerritory.get(territory) ?? { accounts: 0, accountIds: [], leaves: new Set() };
    byTerritory.set(territory, known);
    known.accounts += accounts;
    known.leaves.add(leaf);
  }
  for (const { id, cell } of votes.gap.named) {
    byTerritory.get(leaves.territories[leafOf(leaves.cells, cell)] ?? 0)?.accountIds.push(id);
  }
  return [...byTerritory]
    .sort(([a], [b]) => a - b)
    .map(([territory, disputed]) => disputeOf('gap', [named[territory]?.id ?? UNASSIGNED], disputed, leaves));
}

function overlapsOf(votes: ImportVotes, leaves: OwnedLeaves, named: readonly { readonly id: string }[]): Dispute[] {
  return votes.overlaps().map(({ holders, accounts, named: accountsOf, cells }) => {
    const ids = holders.map((holder) => named[holder]?.id ?? '');
    const disputed = {
      accounts,
      accountIds: accountsOf.map(({ id }) => id),
      leaves: new Set(Array.from(cells.keys(), (cell) => leafOf(leaves.cells, cell))),
    };
    return disputeOf('overlap', ids, disputed, leaves);
  });
}

interface Disputed {
  accounts: number;
  readonly accountIds: string[];
  readonly leaves: Set<number>;
}

function disputeOf(
  kind: Dispute['kind'],
  territoryIds: readonly string[],
  { accounts, accountIds, leaves: disputed }: Disputed,
  leaves: OwnedLeaves,
): Dispute {
  const all = [...disputed].filter((leaf) => leaf >= 0).sort((a, b) => a - b);
  const cells = all.slice(0, MAX_DISPUTED_CELLS).map((leaf) => cellText(leaves.cells[leaf] ?? 0n));
  const moreCells = all.length - cells.length;
  return { ...{ kind, territoryIds, accounts, accountIds, cells }, ...(moreCells > 0 && { moreCells }) };
}
