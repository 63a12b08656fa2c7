import { digestHex } from '../domain/digest-hex.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { Governance } from '../domain/governance.ts';
import type { LayoutId } from '../domain/layout.ts';
import { localText, parseMoment } from '../domain/moment.ts';
import type { Plan } from '../domain/plan.ts';
import type { Publication } from '../domain/publication.ts';
import { possibleActions, wrongState } from '../domain/publication-action.ts';
import { publicationId as newPublicationId } from '../domain/publication-id.ts';
import { type Tenure, tenuresOf } from '../domain/publication-view.ts';
import { shorten } from '../domain/shorten.ts';
import { type AskedPublication, checkPublication } from './check-publication.ts';
import { type Decider, decide } from './decide.ts';
import { isRepeated } from './draft-publication.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import { viewIn } from './publication-ref.ts';
import { layoutInForce } from './publish-publication.ts';
import { keyInUse, mayRepeat } from './repeated-request.ts';

/** What somebody says to have really been in force: a publication of the plan, or a layout that none was made of. */
export interface AskedCorrection {
  readonly subject: { readonly publicationId: string } | AskedPublication;
  /** Both are past; see `parseMoment`. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

/** A time in which one layout was believed to be in force, or none. */
export interface Believed extends Tenure {
  readonly layoutId: LayoutId | null;
}

/** A correction on record. Units: milliseconds since 1970. */
export interface Correction {
  readonly plan: Plan;
  readonly publication: Publication;
  readonly seq: number;
  readonly recordedMs: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly reason: string;
  /** What was believed of that time until now, without gap. */
  readonly believed: readonly Believed[];
}

/**
 * Puts on record what has really been in force in a time that is past. What was believed before stays on record, too. A request that is repeated
 * with its key finds the correction that it has made before.
 *
 * Errors: `not-found`; `invalid-parameter` for a time that is not past, or ends before it begins; `invalid-references`; `wrong-state` for a publication
 * that could not be published.
 */
export async function correctOwnership(
  ports: Ports,
  decider: Decider,
  asked: AskedCorrection,
  requestKey: string | null,
): Promise<Correction> {
  const { workspaceId, planId, keyId } = decider;
  const plan = await getPlan(ports, workspaceId, planId);
  const { subject, reason } = asked;
  const [fromMs, untilMs] = periodOf(asked, plan, Date.now());
  const request = requestKey && (await digestHex(JSON.stringify([workspaceId, planId, keyId, requestKey])));
  // Before anything that it refers to is looked up: what was there when it was made may be gone.
  const known = await ports.governance.load(workspaceId, planId);
  const formerSeq = request && known.correctedBy(request);
  const former =
    formerSeq && (await findFormer(ports, decider, known, formerSeq, { subject, fromMs, untilMs, reason }));
  if (former) return { plan, ...former };
  const content =
    'publicationId' in subject
      ? null
      : await checkPublication(ports, workspaceId, plan, { ...subject, reps: subject.reps ?? {} });
  const publicationId = 'publicationId' in subject ? subject.publicationId : await newPublicationId(null);
  let believed: readonly Believed[] = [];
  const { entries, governance } = await decide(ports, decider, async (current, nowMs) => {
    if (request && current.correctedBy(request) !== formerSeq) throw keyInUse();
    const { approvalRequired } = await getPlan(ports, workspaceId, planId);
    if (content === null) expectPublishable(current, publicationId, nowMs, approvalRequired);
    else if (approvalRequired) throw wantsApproval();
    const { line, layoutId } = content ?? (current.publications.get(publicationId) as Publication);
    believed = believedIn(current, line, fromMs, untilMs);
    const corrected = {
      ...({ kind: 'ownership-corrected', publicationId, fromMs, untilMs, reason } as const),
      ...{ fromLayoutId: layoutInForce(current, line, fromMs), toLayoutId: layoutId },
      ...(request && { request }),
    };
    return content === null ? corrected : [{ kind: 'publication-drafted', publicationId, ...content }, corrected];
  });
  const { seq, recordedMs } = entries.at(-1) ?? { seq: 0, recordedMs: 0 };
  const publication = governance.publications.get(publicationId) as Publication;
  return { plan, publication, seq, recordedMs, fromMs, untilMs, reason, believed };
}

interface Wanted extends Pick<Correction, 'fromMs' | 'untilMs' | 'reason'> {
  readonly subject: AskedCorrection['subject'];
}

/** What a request has put on record before, where that is just what it asks for now: then its answer was lost. */
async function findFormer(
  ports: Ports,
  { workspaceId, planId }: Decider,
  governance: Governance,
  formerSeq: number,
  { subject, fromMs, untilMs, reason }: Wanted,
) {
  const [entry] = await ports.planLog.read(workspaceId, planId, formerSeq - 1, 1);
  if (entry?.event.kind !== 'ownership-corrected' || !mayRepeat(entry.recordedMs)) return null;
  const { seq, recordedMs, event } = entry;
  const publication = governance.publications.get(event.publicationId);
  if (publication === undefined) return null;
  const isSubject =
    'publicationId' in subject
      ? subject.publicationId === event.publicationId
      : isRepeated(publication, { ...subject, reps: subject.reps ?? {} });
  if (!isSubject || event.fromMs !== fromMs || event.untilMs !== untilMs || event.reason !== reason) return null;
  const believed = believedIn(governance, publication.line, fromMs, untilMs, recordedMs - 1);
  return { publication, seq, recordedMs, fromMs, untilMs, reason, believed };
}

function expectPublishable(
  governance: Governance,
  publicationId: string,
  nowMs: number,
  approvalRequired: boolean,
): void {
  if (!governance.publications.has(publicationId)) {
    throw Failure.invalid('invalid-references', {
      ...{ field: '/publicationId', value: shorten(publicationId), detail: 'is no publication of this plan' },
      remedy: 'send a publication that the plan lists, or the layoutId of one of its layouts',
    });
  }
  const { publication, state } = viewIn(governance, publicationId, nowMs);
  const possible = possibleActions(state, approvalRequired);
  if (publication.stage === 'published' || publication.stage === 'withdrawn' || possible.includes('publish')) return;
  throw wrongState(`the publication is ${state} and the plan wants approval first`, state, possible);
}

function wantsApproval(): Failure {
  const detail = 'the plan wants approval: name a publication that was approved';
  return wrongState(detail, 'draft', []);
}

function periodOf({ from, until }: AskedCorrection, { timeZone }: Plan, nowMs: number): [number, number] {
  const violations: Violation[] = [];
  const read = (text: string, field: string) => {
    try {
      return parseMoment(text, timeZone, field);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      violations.push(...error.violations);
      return null;
    }
  };
  const [fromMs, untilMs] = [read(from, '/from'), read(until, '/until')];
  if (untilMs !== null && untilMs > nowMs) {
    const detail = `is not past: it is ${localText(nowMs, timeZone)} now`;
    const remedy = 'send a moment that is past: for times to come publish, or schedule';
    violations.push({ field: '/until', value: shorten(until), detail, remedy });
  }
  if (fromMs !== null && untilMs !== null && fromMs >= untilMs) {
    const remedy = 'send a from before until';
    violations.push({ field: '/from', value: shorten(from), detail: 'is not before until', remedy });
  }
  const [first, ...rest] = violations;
  if (first !== undefined || fromMs === null || untilMs === null) {
    throw Failure.invalid('invalid-parameter', ...([first, ...rest] as [Violation, ...Violation[]]));
  }
  return [fromMs, untilMs];
}

function believedIn(
  governance: Governance,
  line: string | null,
  fromMs: number,
  untilMs: number,
  knownMs = Infinity,
): Believed[] {
  return tenuresOf(governance, line, knownMs)
    .filter((tenure) => tenure.fromMs < untilMs && fromMs < tenure.untilMs)
    .map((tenure) => ({
      publicationId: tenure.publicationId,
      fromMs: Math.max(fromMs, tenure.fromMs),
      untilMs: Math.min(untilMs, tenure.untilMs),
      layoutId: governance.publications.get(tenure.publicationId ?? '')?.layoutId ?? null,
    }));
}
