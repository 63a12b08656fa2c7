/** What a client asked for about publications, and what is known of it. */
export interface SentDecision {
  readonly kind: 'draft' | 'publish' | 'schedule' | 'withdraw';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string;
  /** Null in a draft whose answer never came. */
  publicationId: string | null;
  acknowledged: boolean;
}

/** An entry of the log, as NDJSON has it. */
export interface LoggedEntry {
  readonly seq: number;
  readonly recordedMs: number;
  readonly keyId: string;
  readonly previous: string;
  readonly digest: string;
  readonly event: Readonly<Record<string, unknown>> & { readonly kind: string; readonly publicationId: string };
}

/** Sends a decision, or sends it again. Throws where the connection breaks. */
export function sendDecision(
  origin: string,
  key: string,
  { path, body, idempotencyKey }: SentDecision,
): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
  });
}

/** The publication in force at a moment, replayed from the log without the code that answers it. */
export function replayInForce(entries: readonly LoggedEntry[], atMs: number): string | null {
  const starts = new Map<string, { fromMs: number; seq: number }>();
  for (const { seq, recordedMs, event } of entries) {
    const { kind, publicationId, fromMs, resumes } = event;
    if (kind === 'publication-published') starts.set(publicationId, { fromMs: Number(fromMs), seq });
    if (kind === 'publication-withdrawn' && resumes === null) starts.delete(publicationId);
    if (kind === 'publication-withdrawn' && resumes !== null) {
      starts.delete(publicationId);
      starts.set(String(resumes), { fromMs: recordedMs, seq });
    }
  }
  const begun = [...starts].filter(([, { fromMs }]) => fromMs <= atMs);
  begun.sort(([, a], [, b]) => a.fromMs - b.fromMs || a.seq - b.seq);
  return begun.at(-1)?.[0] ?? null;
}

/** What is wrong with the log, by the decisions that were sent; empty where nothing is. */
export function findFaults(entries: readonly LoggedEntry[], sent: readonly SentDecision[]): string[] {
  const faults: string[] = [];
  const kinds = {
    publish: 'publication-published',
    schedule: 'publication-published',
    withdraw: 'publication-withdrawn',
  };
  const claimed = new Set<number>();
  for (const one of sent) {
    const found = entries.filter(({ event }) =>
      one.kind === 'draft'
        ? event.kind === 'publication-drafted' && event.note === one.body.note
        : event.kind === kinds[one.kind] && event.publicationId === one.publicationId,
    );
    for (const { seq } of found) claimed.add(seq);
    if (found.length > 1) faults.push(`${one.idempotencyKey}: ${found.length} entries`);
    if (found.length === 0 && one.acknowledged) faults.push(`${one.idempotencyKey}: acknowledged, and not in the log`);
  }
  for (const { seq, event } of entries)
    if (!claimed.has(seq)) faults.push(`entry ${seq} (${event.kind}): nobody sent it`);
  return faults;
}
