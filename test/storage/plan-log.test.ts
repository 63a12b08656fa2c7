import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { decide } from '../../src/application/decide.ts';
import { getPlan } from '../../src/application/get-plan.ts';
import { listPublications } from '../../src/application/list-publications.ts';
import type { PageRequest } from '../../src/application/page.ts';
import { readAudit } from '../../src/application/read-audit.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import type { PlanEvent } from '../../src/domain/plan-event.ts';
import { findBreak, LOG_START, type LogEntry, nextEntry } from '../../src/domain/plan-log.ts';
import { wirePorts } from '../../src/wiring.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const ports = wirePorts(env);
const layoutId = `lay_${'a'.repeat(52)}` as LayoutId;
let workspaceId: string;
let planId: string;

function draft(publicationId: string): PlanEvent {
  return { kind: 'publication-drafted', publicationId, line: null, layoutId, assignmentId: null, reps: {}, note: '' };
}

function publish(publicationId: string, fromMs: number): PlanEvent {
  return { kind: 'publication-published', publicationId, fromMs, fromLayoutId: null, toLayoutId: layoutId };
}

const record = (make: Parameters<typeof decide>[2]) => decide(ports, { workspaceId, planId, keyId: 'key_1' }, make);

beforeEach(async () => {
  const workspace = await openWorkspace();
  workspaceId = workspace.workspaceId;
  planId = await createPlan(workspace);
});

describe('the log of a plan', () => {
  test('is one chain also where many decide at once, and each decision saw all before it', async () => {
    const seen = await Promise.all(
      Array.from({ length: 12 }, (_, at) => record((governance) => draft(`pub_${at}_${governance.publications.size}`))),
    );
    const entries = await ports.planLog.read(workspaceId, planId, 0, 100);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    expect(await findBreak(entries)).toBe(null);
    expect(new Set(seen.map(({ entry }) => entry.seq)).size).toBe(12);
    for (const { seq, event } of entries) {
      expect(event).toMatchObject({ publicationId: expect.stringMatching(new RegExp(`_${seq - 1}$`)) });
    }
  });

  test('shows where an entry was changed, taken out or put in', async () => {
    for (let at = 0; at < 4; at++) await record(() => draft(`pub_${at}`));
    const entries = await ports.planLog.read(workspaceId, planId, 0, 100);
    const changed = entries.map((entry) => (entry.seq === 2 ? { ...entry, keyId: 'key_2' } : entry));
    expect(await findBreak(changed)).toBe(2);
    expect(await findBreak(entries.filter(({ seq }) => seq !== 3))).toBe(4);
    expect(await findBreak(entries.slice(1))).toBe(2);
    expect(await findBreak(entries.slice(1), entries[0])).toBe(null);
  });

  test('takes no update', async () => {
    await record(() => draft('pub_1'));
    await expect(env.DB.prepare("UPDATE plan_log SET event = '{}'").run()).rejects.toThrow('only added to');
  });

  test('begins anew with a plan that came back under its id', async () => {
    await record(() => draft('pub_1'));
    await record((_, nowMs) => publish('pub_1', nowMs));
    expect((await ports.governance.load(workspaceId, planId)).inForce(null, Date.now() + 1_000).holding?.subject).toBe(
      'pub_1',
    );
    await env.DB.prepare('DELETE FROM plan_log').run();
    expect((await ports.governance.load(workspaceId, planId)).publications.size).toBe(0);
    await record(() => draft('pub_2'));
    expect([...(await ports.governance.load(workspaceId, planId)).publications.keys()]).toEqual(['pub_2']);
  });

  test('knows owners by name account by account, and only with their entry', async () => {
    const named = (accountIds: readonly string[]): PlanEvent => ({
      ...{ kind: 'accounts-named', line: null, accountIds, owner: { territoryId: 't1' } },
      ...{ fromMs: 5, untilMs: null, isCorrection: false, reason: 'asked for' },
    });
    const { entry } = await record(() => named(['a', 'b']));
    expect(await ports.planLog.append(workspaceId, planId, [{ ...entry, digest: 'd', event: named(['a', 'c']) }])).toBe(
      false,
    );
    const statements = await ports.planLog.named(workspaceId, planId, ['a', 'c']);
    expect(statements).toEqual([
      {
        ...{ seq: 1, recordedMs: entry.recordedMs, fromMs: 5, untilMs: null, isCorrection: false, voidedMs: null },
        subject: { accountId: 'a', line: null, owner: { territoryId: 't1' } },
      },
    ]);
  });

  test('is read some megabytes at a time, however long its entries are', async () => {
    const entries: LogEntry[] = [];
    const reps = Object.fromEntries(Array.from({ length: 12_000 }, (_, at) => [`territory-${at}`, `rep-${at % 90}`]));
    for (let at = 0; at < 12; at++) {
      const event = { ...draft(`pub_${at}`), reps } as PlanEvent;
      entries.push(await nextEntry(entries.at(-1) ?? LOG_START, 'key_1', event, at + 1));
    }
    await ports.planLog.restore(workspaceId, planId, entries);
    let most = 0;
    const measured = wirePorts({
      ...env,
      DB: {
        prepare: (sql: string) => ({
          bind: (...values: unknown[]) => ({
            async all() {
              const answer = await env.DB.prepare(sql)
                .bind(...values)
                .all();
              most = Math.max(most, JSON.stringify(answer.results).length);
              return answer;
            },
            first: (column: string) =>
              env.DB.prepare(sql)
                .bind(...values)
                .first(column),
          }),
        }),
      } as never,
    });
    expect([...(await measured.governance.load(workspaceId, planId)).publications.keys()]).toHaveLength(12);
    const plan = await getPlan(ports, workspaceId, planId);
    const filter = { state: null, line: undefined, atMs: Date.now(), knownMs: 11 };
    for (const [list, expected] of [
      [(page: PageRequest) => readAudit(measured, workspaceId, planId, page), 12],
      [(page: PageRequest) => listPublications(measured, workspaceId, plan, filter, page), 11],
    ] as const) {
      let count = 0;
      for (let cursor: string | null = null; ; ) {
        const page: { items: readonly unknown[]; next: string | null } = await list({ cursor, limit: 1_000 });
        expect(JSON.stringify(page.items).length).toBeLessThan(3_000_000);
        count += page.items.length;
        cursor = page.next;
        if (cursor === null) break;
      }
      expect(count).toBe(expected);
    }
    // Text within text: quotes are escaped.
    expect(most).toBeLessThan(3_500_000);
    expect(most).toBeGreaterThan(1_000_000);
  });

  test('is of one workspace', async () => {
    await record(() => draft('pub_lone'));
    const other = await openWorkspace();
    expect(await ports.planLog.planOf(workspaceId, 'pub_lone')).toBe(planId);
    expect(await ports.planLog.planOf(other.workspaceId, 'pub_lone')).toBe(null);
    expect(await ports.planLog.read(other.workspaceId, planId, 0, 10)).toEqual([]);
    await expect(ports.governance.load(other.workspaceId, planId)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('governance', () => {
  test('withdrawn before its time a publication never was in force; in force, what was before it is again', async () => {
    for (const id of ['pub_1', 'pub_2', 'pub_3']) await record(() => draft(id));
    await record((_, nowMs) => publish('pub_1', nowMs));
    const second = await record((_, nowMs) => publish('pub_2', nowMs));
    const third = await record((_, nowMs) => publish('pub_3', nowMs + 1_000));
    const later = third.entry.recordedMs + 2_000;
    expect(third.governance.inForce(null, later).holding?.subject).toBe('pub_3');
    const withdrawn = { reason: 'wrong', fromLayoutId: null, toLayoutId: null };
    const voided = await record(() => ({
      ...{ kind: 'publication-withdrawn', publicationId: 'pub_3', resumes: null },
      ...withdrawn,
    }));
    const at = (atMs: number, knownMs?: number) => voided.governance.inForce(null, atMs, knownMs).holding?.subject;
    expect(at(later)).toBe('pub_2');
    expect(at(later, third.entry.recordedMs)).toBe('pub_3');
    const { entry } = await record(() => ({
      ...{ kind: 'publication-withdrawn', publicationId: 'pub_2', resumes: 'pub_1' },
      ...withdrawn,
    }));
    expect(at(later)).toBe('pub_1');
    expect(at(entry.recordedMs)).toBe('pub_1');
    expect(at(entry.recordedMs - 1)).toBe('pub_2');
    expect(at(second.entry.recordedMs - 1)).toBe('pub_1');
  });
});
