import type { LogEntry } from './plan-log.ts';
import { ACCOUNTS_PER_EVENT, type NewEvent } from './webhook-event.ts';

/** The fact that a publication comes into force at the moment that it was published for. */
export function switchFact(publicationId: string): string {
  return `publication/${publicationId}`;
}

/** What an entry of a plan's log gives to tell. The line of a publication is not in its entry: who records it adds `line`. */
export function eventsOfEntry(planId: string, { seq, recordedMs, event }: LogEntry): NewEvent[] {
  switch (event.kind) {
    case 'publication-published': {
      const { publicationId, fromMs, toLayoutId: layoutId } = event;
      const data = { planId, publicationId, layoutId, from: moment(fromMs) };
      return [{ planId, type: 'publication.in_force', fact: switchFact(publicationId), dueMs: fromMs, data }];
    }
    case 'publication-withdrawn': {
      // Only one in force gives way to another.
      const { resumes: publicationId, toLayoutId: layoutId } = event;
      if (publicationId === null) return [];
      const data = { planId, publicationId, layoutId, from: moment(recordedMs) };
      return [{ planId, type: 'publication.in_force', fact: `log/${planId}/${seq}`, dueMs: null, data }];
    }
    case 'accounts-named': {
      const { line, accountIds, owner, fromMs, untilMs, isCorrection } = event;
      const times = {
        from: moment(fromMs),
        until: untilMs === null ? null : moment(untilMs),
        correction: isCorrection,
      };
      const pages = Math.ceil(accountIds.length / ACCOUNTS_PER_EVENT);
      return Array.from({ length: pages }, (_, at) => ({
        planId,
        type: 'account.owner_changed' as const,
        fact: `log/${planId}/${seq}/${at}`,
        dueMs: isCorrection ? null : fromMs,
        data: {
          ...{ planId, line, owner, ...times, page: at + 1, pages },
          accountIds: accountIds.slice(at * ACCOUNTS_PER_EVENT, (at + 1) * ACCOUNTS_PER_EVENT),
        },
      }));
    }
    default:
      return [];
  }
}

function moment(ms: number): string {
  return new Date(ms).toISOString();
}
