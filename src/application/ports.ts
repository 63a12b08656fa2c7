import type { Account } from '../domain/account.ts';
import type { ApiKey } from '../domain/api-key.ts';
import type { Cell, Resolution } from '../domain/cell.ts';
import type { ColumnUse } from '../domain/column-map.ts';
import type { Effort, Layout, LayoutId, ViolationKind } from '../domain/layout.ts';
import type { GivenEntry } from '../domain/layout-entry.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import type { RatePolicy, RatePolicyName } from '../domain/rate-policy.ts';
import type { UploadRow } from '../domain/read-account.ts';
import type { TileAddress } from '../domain/tile-address.ts';
import type { Taken } from '../domain/token-bucket.ts';
import type { Workspace, WorkspaceSettings } from '../domain/workspace.ts';
import type { StoredFilter } from './account-filter.ts';
import type { AccountScan } from './account-scan.ts';
import type { AccountSets } from './account-sets.ts';
import type { AsOf } from './as-of.ts';
import type { AssignmentStore } from './assignment-store.ts';
import type { PlanChange } from './change-plan.ts';
import type { HierarchyStore } from './hierarchy-store.ts';
import type { JobRunner, JobStore } from './job-store.ts';
import type { LayoutEntries } from './layout-entries.ts';
import type { LineStore } from './line-store.ts';
import type { AccountPage } from './open-accounts.ts';
import type { OpenedKey } from './open-with-key.ts';
import type { OwnershipStore } from './ownership-store.ts';
import type { GovernanceStore, PlanLog } from './plan-log.ts';
import type { PlanFileReader, PlanTransfers } from './plan-transfer.ts';
import type { PlanVersion } from './plan-version.ts';
import type { RecordSweeper } from './record-sweeper.ts';
import type { RepReader, RepStore } from './rep-store.ts';
import type { SolveLimits } from './solve-limits.ts';
import type { TerritoryFileReader } from './territory-file.ts';

/** Everything the application asks of the outside. Put together in `wiring.ts` alone. */
export interface Ports {
  readonly keys: KeyStore;
  readonly workspaces: WorkspaceStore;
  readonly plans: PlanStore;
  readonly accounts: AccountStore;
  readonly accountSets: AccountSets;
  readonly accountScan: AccountScan;
  readonly accountReader: AccountReader;
  readonly reps: RepStore;
  readonly repReader: RepReader;
  readonly lines: LineStore;
  readonly layouts: LayoutStore;
  readonly layoutEntries: LayoutEntries;
  readonly assignments: AssignmentStore;
  readonly hierarchies: HierarchyStore;
  readonly territoryFileReader: TerritoryFileReader;
  readonly optimizer: Optimizer;
  readonly solveLimits: SolveLimits;
  readonly jobs: JobStore;
  readonly jobRunner: JobRunner;
  readonly maps: MapEncoder;
  readonly tiles: TileCache;
  readonly ledger: RequestLedger;
  readonly meter: RequestMeter;
  readonly sweeper: RecordSweeper;
  readonly transfers: PlanTransfers;
  readonly planFileReader: PlanFileReader;
  readonly planLog: PlanLog;
  readonly governance: GovernanceStore;
  readonly ownership: OwnershipStore;
  /** Told when a write to a workspace has ended: what was read before is not answered any more. */
  readonly noteWrite: (workspaceId: string) => void;
}

/** Workspaces and the keys that open them. A key is kept as its SHA-256 digest. */
export interface KeyStore {
  /** Makes a workspace and its first key. */
  createWorkspace(workspaceId: string, name: string, key: string, record: ApiKey): Promise<void>;
  /** The workspace of a key, whatever its state, or null. */
  open(key: string, asOf: AsOf): Promise<OpenedKey | null>;
  /** The same as of a moment ago, from memory alone: null where it has to be read. */
  recall(key: string): OpenedKey | null;
  /** Notes that a key was used now, unless that is noted for a time after `notAfter`. */
  noteUse(workspaceId: string, keyId: string, now: string, notAfter: string): Promise<void>;
  add(workspaceId: string, key: string, record: ApiKey): Promise<void>;
  find(workspaceId: string, keyId: string): Promise<ApiKey | null>;
  /** The oldest first. */
  list(workspaceId: string, page: PageRequest): Promise<Page<ApiKey>>;
  /** Adds a key and lets another end no later than `endsAt`. False, and nothing done, where the other is revoked. */
  replace(workspaceId: string, keyId: string, endsAt: string, key: string, record: ApiKey): Promise<boolean>;
  /** False where there is no such key, it is revoked already, no other could make keys for ever, or it does not end when it is `expected` to. */
  revoke(workspaceId: string, keyId: string, now: string, expected: ApiKey | null): Promise<boolean>;
}

/** Settings of workspaces. */
export interface WorkspaceStore {
  /** Null also for one that has ended. */
  find(workspaceId: string): Promise<Workspace | null>;
  /** False, and nothing done, where it is not at this version any more. */
  change(workspaceId: string, version: number, settings: WorkspaceSettings): Promise<boolean>;
  /** Ends a workspace: its keys are gone at once, and what it holds is to be deleted. False, and nothing done, where it has ended or is not at this version. */
  end(workspaceId: string, version: number | null, now: string): Promise<boolean>;
}

/** Plans of a workspace. */
export interface PlanStore {
  create(workspaceId: string, plan: Plan): Promise<void>;
  find(workspaceId: string, planId: string): Promise<Plan | null>;
  list(workspaceId: string, page: PageRequest): Promise<Page<Plan>>;
  /** Changes what is named. False, and nothing changed, where there is no such plan, it is another version than `expected`, or accounts keep its resolution as it is. */
  change(workspaceId: string, planId: string, change: PlanChange, expected: PlanVersion | null): Promise<boolean>;
  /** Declares metrics that the first upload showed, where none are declared yet. Answers those that hold now. Throws `not-found`. */
  declareMetrics(workspaceId: string, planId: string, metrics: readonly string[]): Promise<readonly string[]>;
  /** Deletes the plan, its accounts, its jobs, and its layouts that no other plan holds. False, and nothing deleted, where there is none or another version than `expected`. */
  delete(workspaceId: string, planId: string, expected: PlanVersion | null): Promise<boolean>;
}

/** Accounts of a plan as reads see them: those of the set in force. Metric values are in the order of `Plan.metrics`. */
export interface AccountStore {
  find(workspaceId: string, plan: Plan, accountId: string): Promise<BinnedAccount | null>;
  /** By id, ascending. A page may hold fewer than its limit, where accounts are large. */
  list(workspaceId: string, plan: Plan, filter: StoredFilter, page: PageRequest): Promise<AccountPage>;
  /** The same with ids and places alone. */
  listPlaces(workspaceId: string, plan: Plan, filter: StoredFilter, page: PageRequest): Promise<Page<AccountPlace>>;
  /** Those of some ids, as `list` gives them; `next` is the last id on the page where it does not hold all. */
  listByIds(workspaceId: string, plan: Plan, accountIds: readonly string[]): Promise<AccountPage>;
  /** Names of attributes that accounts have, the first of them in the order of the alphabet. */
  attributeNames(workspaceId: string, planId: string, limit: number): Promise<string[]>;
  /** Deletes by id, all at once; answers the ids of those that there were. */
  delete(workspaceId: string, planId: string, accountIds: readonly string[]): Promise<string[]>;
  /** Has a rep serve an account; false where there is no such account. */
  setRep(workspaceId: string, planId: string, accountId: string, repId: string): Promise<boolean>;
  count(workspaceId: string, planId: string): Promise<number>;
  /** Counts accounts, all or those of a line, in ranges of cells by their rep and the group of their range: of the thousand reps with the most, at most 20,000 counts, the most first. */
  countByRep(
    workspaceId: string,
    planId: string,
    ranges: readonly (readonly [first: Cell, last: Cell, group: number])[],
    line: LineFilter | null,
  ): Promise<RepCounts>;
  /** Cells at the finest resolution that have accounts, all or those of a line. Cost: a scan of an index; with a line of the accounts. */
  countCells(workspaceId: string, planId: string, line?: LineFilter | null): Promise<number>;
  /** Sums by cell at the plan's finest resolution, cells ascending, some thousands at a time, all of one set; with a line over its accounts alone, with a last cell as far as it. Throws `accounts-replaced`. */
  cellPages(
    workspaceId: string,
    plan: Plan,
    after: Cell | null,
    line?: LineFilter | null,
    last?: Cell | null,
  ): AsyncIterable<CellSums>;
  /** Accounts by cell and by which of some lines they are in (null: all accounts), cells ascending, some thousands at a time, all of one set. Throws `accounts-replaced`. */
  sharePages(workspaceId: string, plan: Plan, lines: readonly (LineFilter | null)[]): AsyncIterable<CellShares>;
  /** Accounts that are in two of some lines or more, by id, ascending. */
  listShared(
    workspaceId: string,
    plan: Plan,
    lines: readonly (LineFilter | null)[],
    page: PageRequest,
  ): Promise<Page<SharedAccount>>;
}

/** Reads an uploaded file of accounts. */
export interface AccountReader {
  /** Starts reading. Throws `unsupported-media-type`; what is wrong with the file as a whole is thrown while its rows are read. */
  read(mediaType: string | undefined, body: ReadableStream<Uint8Array>, options: ReadOptions): AccountUpload;
}

export interface ReadOptions {
  /** Metrics that bind; null: the numeric columns of the first 1,000 rows, at most 16. */
  readonly declaredMetrics: readonly string[] | null;
  /** Those of them that count, so that their values are whole numbers. */
  readonly countMetrics?: ReadonlySet<string>;
  /** What columns are called here, by the names that the file gives them. */
  readonly columns?: ReadonlyMap<string, string>;
}

/** An upload under way. Its rows can be read once, and are held a few at a time. */
export interface AccountUpload {
  readonly rows: AsyncIterable<UploadRow>;
  /** Names of the metrics beside `accounts`, settled from the first row on. */
  metrics(): readonly string[];
  /** What the columns read so far were taken for. */
  columns(): readonly ColumnUse[];
  /** What a JSON document holds beside its accounts; whole when the rows are through. */
  members(): Readonly<Record<string, unknown>>;
}

/** Accounts by who serves them now. */
export interface RepCounts {
  readonly accounts: number;
  readonly repCount: number;
  readonly counts: readonly { readonly repId: string | null; readonly group: number; readonly accounts: number }[];
}

/** Where an account is. */
export type AccountPlace = Pick<Account, 'id' | 'lat' | 'lng'>;

export interface BinnedAccount {
  readonly account: Account;
  readonly cell: Cell;
}

export interface PageRequest {
  /** Opaque; what the page before gave as `next`. */
  readonly cursor: string | null;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Accounts summed by cell. `sums` is row-major [cells][metrics]; column 0 is `accounts`. */
export interface CellSums {
  /** Ascending, distinct, at one resolution. */
  readonly cells: BigUint64Array;
  readonly metrics: readonly string[];
  readonly sums: Float64Array;
  /** Row-major [cells][3]: visits in a period, minutes of them all, accounts that are visited. May be empty where nobody is visited. */
  readonly visits: Float64Array;
}

/** Accounts counted by cell and membership: row r has `counts[r]` accounts in `cells[r]` that are in the lines whose bits `lines[r]` has, bit 0 the first. */
export interface CellShares {
  /** Ascending, a cell once for each set of lines. */
  readonly cells: BigUint64Array;
  readonly lines: Uint32Array;
  readonly counts: Float64Array;
}

/** An account and which of some lines it is in, as bits. */
export interface SharedAccount {
  readonly accountId: string;
  readonly name: string;
  readonly cell: Cell;
  readonly lines: number;
}

/** Layouts of a workspace: D1 holds the truth, KV a copy under the layout's id. */
export interface LayoutStore {
  find(workspaceId: string, layoutId: LayoutId): Promise<Layout | null>;
  /** Writes a layout once: saving the same id again changes nothing but the plan's list. */
  save(
    workspaceId: string,
    layout: Layout,
    leaves: LeafTable,
    planId: string | null,
    entry?: GivenEntry,
  ): Promise<void>;
  /** Has retention leave a layout alone for its period. False where there is none. */
  touch(workspaceId: string, layoutId: LayoutId): Promise<boolean>;
  /** Adds a layout to a plan's list, where there is one. Where the list has it, it takes what is said of it. */
  attach(workspaceId: string, layoutId: LayoutId, planId: string, entry?: GivenEntry): Promise<void>;
  /** The lines of some layouts in a plan's list, null for all accounts; a layout that the plan does not list is not among them. */
  linesOf(
    workspaceId: string,
    planId: string,
    layoutIds: readonly LayoutId[],
  ): Promise<ReadonlyMap<LayoutId, string | null>>;
  /** The latest layout of each line of a plan, and of all accounts, in the order of lines. */
  latestByLine(workspaceId: string, planId: string): Promise<readonly LayoutId[]>;
  /** The plans whose lists hold the layout. */
  plansOf(workspaceId: string, layoutId: LayoutId): Promise<string[]>;
  /** The largest number of a territory with the id `t<number>` of the layout and the latest of those that it was made from; 0 where there is none. */
  largestTerritoryNumber(workspaceId: string, layoutId: LayoutId): Promise<number>;
  /** From which layouts a layout was made, and each of those in turn, the nearest first as far as they are on record. */
  origins(workspaceId: string, layoutId: LayoutId): Promise<readonly { layoutId: LayoutId; originId: LayoutId }[]>;
  /** The leaves of a layout that `find` has given; null when it was deleted since. */
  leaves(workspaceId: string, layout: Layout): Promise<LeafTable | null>;
  /** A layout that a plan's log says was put in force, so that it is there: the nearest copy, and the record is not asked first. Null where it is gone all the same. */
  findInForce(workspaceId: string, layoutId: LayoutId): Promise<Layout | null>;
  /** The same with its leaves, from memory alone: null where either has to be read. */
  recallInForce(
    workspaceId: string,
    layoutId: LayoutId,
  ): { readonly layout: Layout; readonly leaves: LeafTable } | null;
  /** The leaves of such a layout where they are few enough to be held; null where each look-up reads its own. */
  leavesToHold(workspaceId: string, layout: Layout): Promise<LeafTable | null>;
  /** The leaf among these cells, from one row of the record at most. `cells` are a cell and its ancestors, the finest first. */
  findLeaf(workspaceId: string, layoutId: LayoutId, cells: readonly Cell[]): Promise<OwnedLeaf | null>;
}

/** A leaf and the position of its territory in `Layout.territories`. */
export interface OwnedLeaf {
  readonly cell: Cell;
  readonly territory: number;
}

/** The Rust optimizer. */
export interface Optimizer {
  /** Name and version: part of every layout's id. */
  readonly engine: string;
  /** Steps that one call of `Solve.advance` takes. */
  readonly stepsPerAdvance: number;
  /** Builds cover and units. Throws `invalid-problem` where no layout can exist, for example fewer units than territories. */
  startSolve(input: SolveInput): Solve;
  /** The resolution of the coarsest leaves that a solve would have. Throws as `startSolve`. */
  chooseBase(input: SolveInput): Resolution;
  /** Goes on with what `Solve.save` gave of the same input, by the same engine, to the same result. */
  resumeSolve(input: SolveInput, search: Uint8Array): Solve;
  /** Begins to solve a problem file. Throws `invalid-problem` where it is refused. */
  startProblem(problem: ProblemFile): ProblemSolve;
  /** Judges and measures a layout as it is given, without a search. */
  measureLayout(input: MeasureInput): MeasureReport;
  /** Which leaves touch, islands joined: first where the links say so. */
  joinLeaves(leaves: LeafTable, links: LeafLinks): LeafGraph;
  /** Draws owners' outlines at one resolution, as RFC 7946 multipolygons, cut at the antimeridian. */
  drawOutlines(request: OutlineRequest): Outlines;
}

export interface SolveInput {
  readonly cells: Pick<CellSums, 'cells' | 'metrics' | 'sums'>;
  /** Leaves are never finer: the resolution of `cells`. */
  readonly finestResolution: Resolution;
  readonly options: SolveOptions;
  /** Today's layout: the new cover is nowhere coarser, and what leaves its territory is a move. Leaves without territories are kept, and nothing is a move. */
  readonly current?: Pick<LeafTable, 'cells' | 'territories'>;
  /** A layout whose borders are followed: the new cover is nowhere coarser, where it has no fixed resolution. `weight` is above 0, at most 1. */
  readonly follow?: Pick<LeafTable, 'cells' | 'territories'> & { readonly weight: number };
}

export interface SolveOptions {
  readonly territories: number;
  /** Per metric of `CellSums.metrics`: fraction of the target, or null where the metric is not balanced. */
  readonly tolerances: readonly (number | null)[];
  /** Position of the metric that weighs in the moment of inertia. */
  readonly weightMetric: number;
  readonly seed: number;
  readonly effort: Effort;
  /** Base of the cover; null: chosen. */
  readonly baseResolution: Resolution | null;
  /** False: one fixed resolution, no leaf is split. */
  readonly split: boolean;
  /** A cell heavier than this share of a territory's target is split. */
  readonly splitShare: number;
  /** Gaps up to this distance are filled; null: four spacings of the base. */
  readonly fillDistanceKm: number | null;
  /** With `current`: at most this share of the metric's total may change its territory. */
  readonly budget: { readonly metric: number; readonly share: number } | null;
  /** With `current`: the cover is of its leaves alone, of which heavy ones are split, and pieces that touch nowhere are joined here only. */
  readonly onlyKept?: LeafLinks;
}

/** Pairs of cells between which pieces of a cover are joined. A leaf, or leaves in whose middle the link then ends. */
export type LeafLinks = readonly (readonly [Cell, Cell])[];

/** A layout to be measured. Its units are all its leaves: an empty one counts where a territory must be in one piece. */
export interface MeasureInput {
  readonly leaves: LeafTable;
  /** Territories in all; some may be empty. */
  readonly territories: number;
  /** Per metric: fraction of the target, or null where the metric is not balanced. */
  readonly tolerances: readonly (number | null)[];
  /** Row-major [territories][metrics]; null: equal shares. */
  readonly targets: Float64Array | null;
  /** Position of the metric that weighs in the moment of inertia. */
  readonly weightMetric: number;
  /** Resolutions at which outlines are measured: those of the layout. */
  readonly resolution: { readonly base: number; readonly finest: number };
  /** Sums of finer cells, where they are known: a leaf stands where their weighted mean is, any other in its center. */
  readonly finer: Pick<CellSums, 'cells' | 'sums'> | null;
  readonly links: LeafLinks;
}

/** What the optimizer says of a layout that it was given. */
export type MeasureReport = Pick<
  SolveReport,
  'feasible' | 'units' | 'momentOfInertia' | 'territories' | 'violations' | 'islands'
>;

/** Leaves that touch, in compressed rows: the neighbours of leaf i are `neighbors[start[i]]` to `neighbors[start[i + 1]]`, ascending. */
export interface LeafGraph {
  readonly start: Uint32Array;
  readonly neighbors: Uint32Array;
}

/** A solve under way. Advance until progress is 1, then finish. */
export interface Solve {
  /** Takes some steps (some tens of milliseconds); answers progress from 0 to 1. */
  advance(): number;
  /** The search as bytes, less than 1 MiB. Takes a few more steps first, as far as where it can be left. */
  save(): Uint8Array;
  finish(): SolveResult;
  /** Gives the memory back; call it whatever happened. */
  free(): void;
}

export interface SolveResult {
  readonly report: SolveReport;
  readonly leaves: LeafTable;
}

/** What the optimizer says of its result. Territories are positions 0 to k-1; metrics positions in `CellSums.metrics`. */
export interface SolveReport {
  readonly feasible: boolean;
  readonly steps: number;
  readonly resolution: { readonly base: number; readonly finest: number; readonly choice: BaseChoice };
  readonly units: number;
  readonly momentOfInertia: number;
  readonly territories: readonly TerritoryReport[];
  readonly violations: readonly ReportedViolation[];
  readonly islands: readonly {
    readonly from: string;
    readonly to: string;
    readonly distanceKm: number;
    readonly units: number;
  }[];
  /** Share of each metric's total that left its current territory; zeros without `current`. */
  readonly moved: readonly number[];
  /** With `follow`: of the pairs of touching leaves on borders, those on its borders, too; of the pairs within its territories, those within one here. */
  readonly follow?: { readonly shared: number; readonly kept: number };
}

export interface BaseChoice {
  readonly kind: 'given' | 'kept' | 'enough-leaves' | 'few-accounts' | 'lone-accounts' | 'fits-limit';
  /** Occupied leaves with this base. */
  readonly leaves: number;
  /** Occupied cells of the base itself. */
  readonly baseCells: number;
}

export interface TerritoryReport {
  readonly sums: readonly number[];
  readonly targets: readonly number[];
  readonly deviations: readonly number[];
  readonly momentOfInertia: number;
  readonly polsbyPopper: number;
  readonly areaKm2: number;
  readonly neighbors: readonly number[];
}

export interface ReportedViolation {
  readonly kind: ViolationKind;
  readonly territory: number | null;
  readonly metric: number | null;
  readonly cell: string | null;
  /** For a tolerance: the least tolerance that would hold; for a budget: the share moved, or to allow; for a unit, piece or territory: its sum; for totals: the factor that fits; else a number of pieces. */
  readonly amount: number | null;
  /** Where what lies around the cell is the reason: how the metric goes together with another, each as a share of a territory's target. */
  readonly mix?: {
    /** The metric that there is enough of. */
    readonly per: number;
    /** Shares of the violation's metric for each share of that one, and the least that the bounds let a territory have. */
    readonly ratio: number;
    readonly allowed: number;
    /** Targets of the violation's metric that must come from beyond. */
    readonly lack: number;
    readonly radiusKm: number;
  };
}

/** A problem of any units, as far as it is used here: `optimizer/file/README.md` says what each member is. */
export interface ProblemFile {
  /** Row-major [units][metrics]; the first metric weighs in the moment of inertia. */
  readonly weights: readonly (readonly number[])[];
  readonly lat: readonly number[];
  readonly lng: readonly number[];
  /** Pairs of units that touch. */
  readonly edges: readonly (readonly [number, number])[];
  readonly territories: number;
  /** By metric; null: no bound. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly contiguity: boolean;
  readonly seed: number;
  readonly effort: Effort;
}

/** A problem file that is being solved. Advance until progress is 1, then finish. */
export interface ProblemSolve {
  /** Takes as many steps as `Solve.advance`; answers progress from 0 to 1. */
  advance(): number;
  finish(): ProblemAnswer;
  /** Gives the memory back; call it whatever happened. */
  free(): void;
}

/** What is read of an answer to a problem file. */
export interface ProblemAnswer {
  /** By unit. */
  readonly territory: readonly number[];
  /** Row-major [territories][metrics]. */
  readonly sums: readonly (readonly number[])[];
  readonly deviation: readonly (readonly number[])[];
  /** The first 1,000. */
  readonly violations: readonly ProblemViolation[];
  readonly violation_count: number;
}

export interface ProblemViolation {
  readonly kind: ViolationKind;
  readonly territory?: number;
  readonly unit?: number;
  readonly metric?: number;
  readonly amount?: number;
  readonly remedy: string;
}

export interface OutlineRequest {
  readonly leaves: BigUint64Array;
  /** One owner per leaf: a territory, or the leaf's own position to draw the leaves. */
  readonly owners: Uint32Array;
  readonly resolution: Resolution;
  /** [west, south, east, north] in degrees: only what lies in or near it is drawn. */
  readonly window?: readonly [number, number, number, number];
}

/** Polygons in flat arrays. Polygon p is of owner `owners[p]` and has the rings `polygonStart[p]` to `polygonStart[p+1]`, the first its exterior; ring r has the points `ringStart[r]` to `ringStart[r+1]`, its first not repeated. */
export interface Outlines {
  readonly owners: Uint32Array;
  readonly polygonStart: Uint32Array;
  readonly ringStart: Uint32Array;
  /** lng, lat, lng, lat ... in ten-millionths of a degree. */
  readonly pointsE7: Int32Array;
}

/** Outlines as text and as tiles. */
export interface MapEncoder {
  /** A GeoJSON FeatureCollection in pieces of text: a MultiPolygon for each owner that has one, owners ascending. */
  featureCollection(layer: MapLayer): Iterable<string>;
  /** What lies in a tile, or null where nothing does. As GeoJSON each feature has its layer's name as `layer`. */
  tile(address: TileAddress, layers: readonly MapLayer[], format: TileFormat): Uint8Array | null;
}

export interface MapLayer {
  readonly name: string;
  readonly outlines: Outlines;
  /** What a feature says of its owner: its id, and its properties. */
  readonly feature: (owner: number) => { readonly id: string; readonly properties: Readonly<Record<string, unknown>> };
}

export type TileFormat = 'mvt' | 'geojson';

/** Tiles that were drawn before, under keys that hold the workspace and the layout. Whatever fails is a miss. */
export interface TileCache {
  find(key: string): Promise<Uint8Array | null>;
  keep(key: string, tile: Uint8Array): Promise<void>;
}

/** Answers to requests with an idempotency key, so that a repeated request is carried out once. Times out by itself: what crashed holds nothing for long. */
export interface RequestLedger {
  /** Gives the key to this request, where no other has it or has had it within a day. */
  claim(claim: Claim): Promise<Claimed>;
  /** Says that the request still runs. */
  renew(claim: Claim): Promise<void>;
  /** Keeps the answer, unless the key has passed to another request. */
  record(claim: Claim, answer: RecordedAnswer): Promise<void>;
  /** Gives the key back with nothing recorded. */
  release(claim: Claim): Promise<void>;
}

/** A request's claim to an idempotency key. */
export interface Claim {
  readonly workspaceId: string;
  /** Method and path template: keys of different routes have nothing to do with each other. */
  readonly route: string;
  readonly keyDigest: string;
  /** Random: tells this request from others with the key. */
  readonly lease: string;
}

export type Claimed =
  | { readonly state: 'claimed' }
  | { readonly state: 'running'; readonly endsInMs: number }
  | { readonly state: 'answered'; readonly answer: RecordedAnswer };

/** The first answer to a request. */
export interface RecordedAnswer {
  /** Digest of all of the request that must be the same again. */
  readonly fingerprint: string;
  /** Length of the request's body. */
  readonly bodyBytes: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body is encrypted. */
  readonly sealed: boolean;
}

/** What a request found, and by which policy. */
export type RequestCount = Taken & { readonly policy: RatePolicy };

/** Counts the requests of workspaces against their limits. */
export interface RequestMeter {
  /** Counts a request; null where counting fails, which refuses nobody. */
  take(workspaceId: string, policy: RatePolicyName): Promise<RequestCount | null>;
  /** Counts a request that may pass by what is known here; null, and nothing counted, where that has to be asked for. */
  takeHere(workspaceId: string, policy: RatePolicyName): RequestCount | null;
}
