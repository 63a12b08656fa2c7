import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { PublishingPlan } from './publish.ts';

/** An entry of a plan's log as the API tells it. */
export interface AuditEntry {
  readonly seq: number;
  readonly recordedMs: number;
  readonly keyId: string;
  readonly key: { readonly name: string } | null;
  readonly action: string;
  readonly subject: string | null;
  readonly fromLayoutId: string | null;
  readonly toLayoutId: string | null;
  readonly reason: string | null;
  readonly previous: string;
  readonly digest: string;
  readonly event: { readonly kind: string; readonly publicationId: string } & Record<string, unknown>;
}

/** All entries of a plan's log, page by page; by the key of `plan`, also those of another plan of its workspace. */
export async function auditOf(plan: PublishingPlan, planId = plan.planId): Promise<AuditEntry[]> {
  const items: AuditEntry[] = [];
  for (let path = `/v1/plans/${planId}/audit?limit=7`; path !== ''; ) {
    const { body, headers } = await plan.send<{ items: AuditEntry[] }>('GET', path);
    items.push(...body.items);
    path = /<(.*)>/.exec(headers.get('link') ?? '')?.[1] ?? '';
  }
  return items;
}

/** How many entries a plan's log has. */
export async function countEntries({ send, planId }: PublishingPlan): Promise<number> {
  return (await send<{ entries: number }>('GET', `/v1/plans/${planId}/audit/verify`)).body.entries;
}

/** The chain as anybody works it out from the answer alone. */
export function expectWhole(entries: readonly AuditEntry[]): void {
  let previous = '0'.repeat(64);
  for (const [at, { seq, recordedMs, keyId, event, ...told }] of entries.entries()) {
    const text = JSON.stringify([seq, recordedMs, keyId, event, previous]);
    expect([seq, told.previous, told.digest]).toEqual([
      at + 1,
      previous,
      createHash('sha256').update(text).digest('hex'),
    ]);
    previous = told.digest;
  }
}
