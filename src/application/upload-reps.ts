import { Failure } from '../domain/failure.ts';
import type { Rep } from '../domain/rep.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import { ViolationList } from './violation-list.ts';

/** Reps of one upload, which are held at once. */
const MAX_REPS = 10_000;

/**
 * Stores a file of reps in a plan, all or none of them. Answers how many.
 *
 * Errors: `not-found`; `invalid-rows` when any row is bad, with every violation; `payload-too-large`; what the reader throws.
 */
export async function uploadReps(
  ports: Ports,
  workspaceId: string,
  planId: string,
  file: { readonly mediaType: string | undefined; readonly body: ReadableStream<Uint8Array> },
  mode: 'merge' | 'replace',
): Promise<number> {
  await getPlan(ports, workspaceId, planId);
  const violations = new ViolationList();
  const reps = new Map<string, { readonly line: number; readonly rep: Rep }>();
  for await (const row of ports.repReader.read(file.mediaType, file.body)) {
    if (!row.ok) {
      violations.add(row.violations);
      continue;
    }
    const first = reps.get(row.rep.id);
    if (first !== undefined) violations.addDuplicate(row.line, row.rep.id, first.line);
    else reps.set(row.rep.id, row);
    if (reps.size > MAX_REPS) {
      throw new Failure('payload-too-large', `more than ${MAX_REPS} reps in one request: send them in parts`);
    }
  }
  const { rows, listed, count } = violations;
  if (rows > 0) {
    const detail = `${rows === 1 ? '1 row is bad' : `${rows} rows are bad`}: nothing is stored`;
    throw new Failure('invalid-rows', detail, listed, count, { accepted: 0, rejected: rows });
  }
  if (reps.size === 0 && mode === 'merge') throw new Failure('invalid-rows', 'the file holds no reps');
  await ports.reps.put(
    workspaceId,
    planId,
    Array.from(reps.values(), ({ rep }) => rep),
    mode === 'replace',
  );
  return reps.size;
}
