import { Failure } from '../domain/failure.ts';
import type { Governance } from '../domain/governance.ts';
import type { LayoutId } from '../domain/layout.ts';
import { localText, parseMoment } from '../domain/moment.ts';
import { shorten } from '../domain/shorten.ts';
import type { Ports } from './ports.ts';
import {
  actOnPublication,
  type FoundPublication,
  type PublicationCase,
  type PublicationDeed,
} from './publication-ref.ts';

/**
 * Puts a publication in force: at once, or at a moment to come (see `parseMoment`).
 *
 * Errors: `not-found`; `wrong-state`; `invalid-parameter` for a moment that is past or that there is not; `moment-taken`.
 */
export function publishPublication(
  ports: Ports,
  deed: PublicationDeed,
  effectiveFrom: string | null,
): Promise<FoundPublication> {
  const { publicationId } = deed;
  return actOnPublication(ports, deed, 'publish', (given) => {
    const { line, layoutId } = given.view.publication;
    const fromMs =
      effectiveFrom === null ? freeMoment(given.governance, line, given.nowMs) : scheduledMoment(given, effectiveFrom);
    return {
      ...{ kind: 'publication-published', publicationId, fromMs },
      ...{ fromLayoutId: layoutInForce(given.governance, line, fromMs), toLayoutId: layoutId },
    };
  });
}

/** The layout that is in force in a line at a moment, as far as is known. */
export function layoutInForce(governance: Governance, line: string | null, atMs: number): LayoutId | null {
  const subject = governance.inForce(line, atMs).holding?.subject;
  return (subject !== undefined && governance.publications.get(subject)?.layoutId) || null;
}

/** Now, or a little later where others take over at that very millisecond. */
export function freeMoment(governance: Governance, line: string | null, nowMs: number): number {
  let fromMs = nowMs;
  while (governance.takingOver(line, fromMs) !== null) fromMs++;
  return fromMs;
}

function scheduledMoment({ governance, plan, view, nowMs }: PublicationCase, text: string): number {
  const fromMs = parseMoment(text, plan.timeZone, '/effectiveFrom');
  if (fromMs < nowMs) {
    throw Failure.invalid('invalid-parameter', {
      field: '/effectiveFrom',
      value: shorten(text),
      detail: `is past: it is ${localText(nowMs, plan.timeZone)} now`,
      remedy: `leave it out to publish at once, or send a moment to come; what was in force in the past is set right by POST /v1/plans/${plan.planId}/corrections`,
    });
  }
  const other = governance.takingOver(view.publication.line, fromMs);
  if (other === null) return fromMs;
  const detail = `${other} comes in force at that very moment: send another, or withdraw it first`;
  throw new Failure('moment-taken', detail, [], 0, { publicationId: other });
}
