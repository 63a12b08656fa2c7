import { cellToParent, getResolution, latLngToCell } from 'h3-js';
import { expect } from 'vitest';
import { scatterAccounts } from '../fixtures/scatter-accounts.ts';
import type { Dice } from '../fuzz/dice.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { cellsOf, iso, later } from '../owned-plan.ts';
import { sendWith } from '../publish.ts';
import { type Facts, type Line, type Owner, ReplayedHistory, type Rule } from './replayed-history.ts';

const HOUR = 3_600_000;
const FINEST = 7;
const LINES: readonly Line[] = [null, 'ovens'];
const REPS = ['r1', 'r2', 'r3'];

/** What was done, what was refused, and what was answered. */
export const told = new Map<string, number>();
/** Counts one more. */
export const note = (what: string) => told.set(what, (told.get(what) ?? 0) + 1);

const rows = scatterAccounts({ count: 16, seed: 12, west: 15, south: 50, widthDeg: 1, heightDeg: 1 });
const accountIds = rows.map(({ id }) => id);
const segments = new Map(accountIds.map((id, at) => [id, ['ovens', 'fridges'][at % 2] ?? '']));
/** Where accounts are or move to; the last place is nobody's. */
const PLACES = [...rows.map(({ lat, lng }) => ({ lat, lng })), { lat: 20, lng: -40 }];
const homes = new Map(accountIds.map((id, at) => [id, at]));
const csvOf = (all: readonly { id: string; place: number }[]) =>
  ['id,lat,lng,segment', ...all.map(({ id, place }) => rowOf(id, PLACES[place]))].join('\n');
const rowOf = (id: string, place = { lat: 0, lng: 0 }) => `${id},${place.lat},${place.lng},${segments.get(id)}`;

const workspace = await openWorkspace();
const send = sendWith(workspace.key);

interface OpenedHistory {
  readonly planId: string;
  readonly layoutIds: readonly string[];
}

/** A plan of its own, with the same accounts: its layouts are known by now. */
/** A plan with accounts, reps and layouts, ready to be published. */
export async function openPlan(): Promise<OpenedHistory> {
  const planId = await createPlan(workspace, { defaults: { finestResolution: FINEST } });
  const path = `/v1/plans/${planId}`;
  const body = csvOf(accountIds.map((id, place) => ({ id, place })));
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body };
  expect((await workspace.fetch(`${path}/accounts`, init)).status).toBe(200);
  const reps = REPS.map((id) => ({ id, name: id }));
  expect((await send('PUT', `${path}/reps`, reps)).status).toBe(200);
  const line = { name: 'Ovens', filter: { segments: ['ovens'] } };
  expect((await send('PUT', `${path}/lines/ovens`, line)).status).toBe(201);
  const layoutIds: string[] = [];
  for (const territories of [1, 2, 4]) {
    const made = await send('POST', `${path}/layouts`, { territories, effort: 'fast' });
    expect([200, 201]).toContain(made.status);
    layoutIds.push(made.body.layoutId);
  }
  return { planId, layoutIds };
}

/** What layouts hold, by the cells that they list. */
async function readFacts({ planId, layoutIds }: OpenedHistory): Promise<Facts> {
  const layouts = await Promise.all(layoutIds.map((layoutId) => cellsOf({ workspace, planId }, layoutId)));
  const territoryOf = layouts.map((cells) => {
    const owner = new Map([...cells].flatMap(([id, own]) => own.map((cell) => [cell, id] as const)));
    return PLACES.map(({ lat, lng }) => {
      const cell = latLngToCell(lat, lng, FINEST);
      const chain = Array.from({ length: getResolution(cell) + 1 }, (_, at) => cellToParent(cell, at));
      return chain.map((one) => owner.get(one)).find((id) => id !== undefined) ?? null;
    });
  });
  const territories = layouts.map((cells) => new Set(cells.keys()));
  return { territoryOf, territories, reps: REPS, segments };
}

const facts = await readFacts(await openPlan());

/** One plan's history, and the replay of what was acknowledged of it. */
export class History {
  readonly #dice: Dice;
  readonly #plan: OpenedHistory;
  readonly #began = Date.now();
  readonly replay = new ReplayedHistory(facts, homes);
  readonly #reps = new Set(REPS);

  constructor(dice: Dice, plan: OpenedHistory) {
    this.#dice = dice;
    this.#plan = plan;
  }

  get #path(): string {
    return `/v1/plans/${this.#plan.planId}`;
  }

  async act(): Promise<void> {
    const deeds = { publish: 5, withdraw: 4, correct: 3, name: 4, rule: 2, takeRest: 1, move: 2, leave: 0.4 } as const;
    let left = this.#dice.next() * Object.values(deeds).reduce((sum: number, one) => sum + one, 0);
    for (const [deed, weight] of Object.entries(deeds)) {
      left -= weight;
      if (left < 0) {
        note(await this[deed as keyof typeof deeds]());
        return;
      }
    }
  }

  /** A moment to come: soon, so that it is past before the history ends, or later; or one at which something is scheduled already. */
  #toCome(): number {
    const scheduled = this.replay.moments.filter((one) => one > Date.now() + 1_000);
    if (scheduled.length > 0 && this.#dice.chance(0.2)) return this.#dice.pick(scheduled);
    return Date.now() + this.#dice.pick([this.#dice.whole(15, 60), HOUR + 1000 * this.#dice.whole(0, 20)]);
  }

  /** A time that is past, as a whole. */
  #past(): [number, number] {
    const [first, last] = [this.#began - 200, Date.now() - 1];
    const known = this.replay.moments.filter((one) => first < one && one < last);
    const any = () =>
      known.length > 0 && this.#dice.chance(0.5) ? this.#dice.pick(known) : this.#dice.whole(first, last);
    const [a, b] = [any(), any()];
    return a === b ? [a - 1, b] : [Math.min(a, b), Math.max(a, b)];
  }

  #owner(): Owner {
    const { chance, pick } = { chance: (share: number) => this.#dice.chance(share), pick: this.#dice.whole(1, 4) };
    return chance(0.5) ? { territoryId: `t${pick}` } : { repId: this.#dice.pick([...this.#reps]) };
  }

  async #draft(): Promise<string> {
    const [layout, line] = [this.#dice.whole(0, 2), this.#dice.chance(0.7) ? null : 'ovens'];
    const ids = [...(facts.territories[layout] ?? [])].filter(() => this.#dice.chance(0.7));
    const reps = Object.fromEntries(ids.map((id) => [id, this.#dice.pick([...this.#reps, null])]));
    const body = { layoutId: this.#plan.layoutIds[layout], line, reps };
    const drafted = await send('POST', `${this.#path}/publications`, body);
    expect([drafted.status, drafted.body]).toMatchObject([201, { state: 'draft' }]);
    this.replay.draft(drafted.body.publicationId, line, layout, reps);
    return drafted.body.publicationId;
  }

  async publish(): Promise<string> {
    const id = await this.#draft();
    if (this.#dice.chance(0.15)) return 'drafted';
    const { line } = this.replay.publications.get(id) as { line: Line };
    const path = `/v1/publications/${id}/publish`;
    if (this.#dice.chance(0.5)) {
      const { status, body } = await send('POST', path, {});
      expect([status, body]).toMatchObject([200, { line }]);
      this.replay.publish(id, Date.parse(body.since?.at ?? ''), recorded(body.published));
      return 'published';
    }
    const fromMs = this.#dice.chance(0.15) ? this.#past()[0] : this.#toCome();
    const [isPast, isTaken] = [fromMs < Date.now(), this.replay.isTaken(line, fromMs)];
    const { status, body } = await send('POST', path, { effectiveFrom: iso(fromMs) });
    if (status !== 200) {
      const expected = isTaken && !isPast ? 'moment-taken' : 'invalid-parameter';
      expect([body.type, fromMs <= Date.now() || isTaken]).toEqual([`/problems/${expected}`, true]);
      return `refused: ${expected}`;
    }
    expect([isPast, isTaken]).toEqual([false, false]);
    this.replay.publish(id, fromMs, recorded(body.published));
    return 'scheduled';
  }

  async withdraw(): Promise<string> {
    const ids = [...this.replay.publications.keys()];
    if (ids.length === 0) return 'nothing to withdraw';
    // What is in force, most of the time: there is more to be said of it.
    const now = this.replay.inForce(this.#dice.pick(LINES), Date.now(), Infinity);
    const id = now !== null && this.#dice.chance(0.7) ? now : this.#dice.pick(ids);
    const before = this.replay.withdrawalOf(id, Date.now());
    const { status, body } = await send('POST', `/v1/publications/${id}/withdraw`, { reason: 'a mistake' });
    if (status !== 200) {
      expect([body.type, [before, this.replay.withdrawalOf(id, Date.now())]]).toEqual([
        '/problems/wrong-state',
        expect.arrayContaining(['no']),
      ]);
      return 'refused: wrong-state';
    }
    const recordedMs = recorded(body.withdrawn);
    const resumes = this.replay.withdrawalOf(id, recordedMs);
    expect(resumes).not.toBe('no');
    this.replay.withdraw(id, resumes, recordedMs);
    return resumes === null ? 'withdrawn before its time' : 'withdrawn in force';
  }

  async correct(): Promise<string> {
    const [fromMs, untilMs] = this.#past();
    const ids = [...this.replay.publications.keys()];
    const when = { from: iso(fromMs), until: iso(untilMs), reason: 'as it was' };
    const layout = this.#dice.whole(0, 2);
    const reps = { t1: this.#dice.pick([...this.#reps]) };
    const isOfLayout = ids.length === 0 || this.#dice.chance(0.3);
    const what = isOfLayout
      ? { layoutId: this.#plan.layoutIds[layout], line: this.#dice.pick(LINES), reps }
      : { publicationId: this.#dice.pick(ids) };
    const { status, body } = await send('POST', `${this.#path}/corrections`, { ...what, ...when });
    expect([status, body]).toMatchObject([201, { from: { at: when.from }, until: { at: when.until } }]);
    if (isOfLayout) this.replay.draft(body.publicationId, body.line, layout, reps);
    this.replay.correct(body.publicationId, fromMs, untilMs, Date.parse(String(body.recordedAt)));
    return 'corrected';
  }

  async name(): Promise<string> {
    const accounts = accountIds.filter(() => this.#dice.chance(0.3)).concat(this.#dice.pick(accountIds));
    const [owner, line] = [this.#dice.chance(0.15) ? null : this.#owner(), this.#dice.pick([null, null, 'ovens'])];
    const past = this.#dice.chance(0.3) ? this.#past() : null;
    const from = past?.[0] ?? this.#dice.pick([null, null, this.#toCome()]);
    const until = past?.[1] ?? (this.#dice.chance(0.4) ? (from ?? Date.now()) + this.#dice.pick([40, HOUR]) : null);
    const { status, body } = await send<Record<string, string>>('POST', `${this.#path}/named-accounts`, {
      ...{ accounts, owner, reason: 'agreed', correction: past !== null, ...(line !== null && { line }) },
      ...{ ...(from !== null && { from: iso(from) }), ...(until !== null && { until: iso(until) }) },
    });
    if (status !== 200) return refused(status, body.type);
    const fromMs = Date.parse(body.from ?? '');
    if (from !== null) expect(fromMs).toBe(from);
    const recordedMs = Date.parse(body.recordedAt ?? '');
    const what = { accountIds: accounts, owner };
    this.replay.name({ line, fromMs, untilMs: until, recordedMs, fixed: past !== null, what });
    return 'named';
  }

  async rule(): Promise<string> {
    const line = this.#dice.pick(LINES);
    const rules = Array.from({ length: this.#dice.whole(0, 2) }, (_, at): Rule => {
      return { id: `q${at}`, segment: this.#dice.pick(['ovens', 'fridges']), owner: this.#owner() };
    });
    const from = this.#dice.chance(0.4) ? this.#toCome() : null;
    const asked = rules.map(({ id, segment, owner }) => ({ id, when: { segments: [segment] }, owner }));
    const began = Date.now();
    const { status, body } = await send<Record<string, string>>('PUT', `${this.#path}/rules`, {
      ...{ rules: asked, reason: 'so', ...(line !== null && { line }), ...(from !== null && { from: iso(from) }) },
    });
    if (status !== 200) return refused(status, body.type);
    const fromMs = from ?? Date.parse(body.from ?? '');
    if (from !== null) this.#unsure(began);
    const recordedMs = from === null ? fromMs : Date.now();
    this.replay.replaceRules({ line, fromMs, untilMs: null, recordedMs, fixed: false, what: rules });
    return 'ruled';
  }

  async takeRest(): Promise<string> {
    const catchAll = this.#dice.chance(0.3) ? null : this.#owner();
    const { status, body } = await send('PATCH', this.#path, { catchAll });
    if (status !== 200) return refused(status, body.type);
    this.replay.catchAll = catchAll;
    return 'catch-all';
  }

  async move(): Promise<string> {
    const [id, place] = [this.#dice.pick(accountIds), this.#dice.pick([...PLACES.keys(), PLACES.length - 1])];
    const began = Date.now();
    await later(2);
    const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csvOf([{ id, place }]) };
    expect((await workspace.fetch(`${this.#path}/accounts`, init)).status).toBe(200);
    this.#unsure(began);
    this.replay.move(id, began, place);
    await later(2);
    return 'moved';
  }

  async leave(): Promise<string> {
    if (this.#reps.size === 1) return 'nobody to leave';
    const id = this.#dice.pick([...this.#reps]);
    const began = Date.now();
    await later(2);
    expect((await send('DELETE', `${this.#path}/reps/${id}`)).status).toBe(204);
    this.#reps.delete(id);
    this.#unsure(began);
    this.replay.leave(id, began);
    await later(2);
    return 'left';
  }

  /** Decisions that come at once are recorded a millisecond after each other, be it after the clock. */
  #unsure(began: number): void {
    const last = Math.max(Date.now(), ...this.replay.moments.filter((one) => one < Date.now() + 1_000));
    this.replay.unsure.push([began, last + 1]);
  }

  /** A moment that matters, or the one before or after; null: now. */
  #moment(): number | null {
    const { moments } = this.replay;
    if (moments.length === 0 || this.#dice.chance(0.15)) return null;
    const moment = this.#dice.pick(moments) + this.#dice.pick([-1, 0, 0, 1, -1_000]);
    return this.replay.isUnsure(moment) ? null : moment;
  }

  /** In which line, at which moment, as known at which other: mostly where anything is in force, of which there is more to be said. */
  #question(): { line: Line; at: number | null; known: number | null } {
    for (let tries = 0; ; tries++) {
      const line = this.#dice.chance(0.7) ? null : 'ovens';
      const [at, known] = [this.#moment(), this.#dice.chance(0.4) ? null : this.#moment()];
      const inForce = this.replay.inForce(line, at ?? Date.now(), known ?? Infinity);
      if (inForce !== null || tries === 5) return { line, at, known };
    }
  }

  async ask(): Promise<void> {
    const { line, at, known } = this.#question();
    const things = Array.from({ length: this.#dice.pick([1, 1, 1, 6]) }, () =>
      this.#dice.chance(0.7) ? this.#dice.pick(accountIds) : this.#dice.whole(0, PLACES.length - 1),
    );
    const moment = {
      ...(line !== null && { line }),
      ...(at !== null && { at: iso(at) }),
      ...(known !== null && { asKnownAt: iso(known) }),
    };
    const began = Date.now();
    const answers =
      things.length === 1 ? [await this.#askOne(things[0] ?? '', moment)] : await this.#askAll(things, moment);
    // Where nothing is asked, now is some time between.
    const nows = at === null ? [began, Date.now()] : [at];
    answers.forEach((answer, position) => {
      const thing = things[position] ?? '';
      const atMs = answer.atMs === null ? nows : [answer.atMs];
      const paper = atMs.map((ms) => this.replay.owner(thing, line, ms, known ?? Infinity));
      const question = JSON.stringify({ thing, ...moment, atMs });
      if (!paper.includes(answer.text))
        expect(`${question}: ${answer.text}`).toBe(`${question}: ${paper.join(' or ')}`);
      note(`by ${answer.text.split(' ')[0]}`);
    });
  }

  async #askOne(thing: string | number, moment: Record<string, string>) {
    const place = typeof thing === 'string' ? { account: thing } : PLACES[thing];
    const query = new URLSearchParams(
      Object.entries({ ...place, ...moment }).map(([key, value]) => [key, String(value)]),
    );
    const { status, body } = await send<OwnerBody>('GET', `${this.#path}/owner?${query}`);
    if (status === 200) return { text: textOf(body, body.publicationId), atMs: Date.parse(body.at) };
    return { text: (body.type ?? '').replace('/problems/', ''), atMs: null };
  }

  async #askAll(things: readonly (string | number)[], moment: Record<string, string>) {
    const places = things.map((thing) => (typeof thing === 'string' ? { account: thing } : PLACES[thing]));
    const { status, body } = await send<OwnerBody & { owners: OwnerBody[] }>('POST', `${this.#path}/owners`, {
      ...{ places, ...moment },
    });
    if (status !== 200) return things.map(() => ({ text: (body.type ?? '').replace('/problems/', ''), atMs: null }));
    const atMs = Date.parse(body.at);
    return body.owners.map((one) => ({ text: one.error?.kind ?? textOf(one, body.publicationId), atMs }));
  }
}

interface OwnerBody {
  readonly type?: string;
  readonly at: string;
  readonly by: string;
  readonly publicationId: string;
  readonly rule: { readonly id: string } | null;
  readonly territory: { readonly id: string } | null;
  readonly rep: { readonly id: string } | null;
  readonly error?: { readonly kind: string };
}

function textOf({ by, territory, rep, rule }: OwnerBody, publicationId: string): string {
  return `${by} ${territory?.id ?? null} ${rep?.id ?? null} ${publicationId} ${rule?.id ?? null}`;
}

function recorded(act: unknown): number {
  return Date.parse((act as { at: string }).at);
}

/** Of an owner that there is not, or a moment that has gone by. */
function refused(status: number, type: unknown): string {
  expect([status, type]).toEqual([400, '/problems/invalid-parameter']);
  return 'refused: invalid-parameter';
}
