import { type OwnedThing, recallPlanOwner } from '../application/find-plan-owner.ts';
import { isUseToNote } from '../application/note-key-use.ts';
import type { Ports } from '../application/ports.ts';
import { keyState } from '../domain/api-key.ts';
import { isCell } from '../domain/cell.ts';
import { ANY_ORIGIN } from '../domain/workspace.ts';
import { EXPOSED } from './allow-origin.ts';
import { rateHeaders } from './count-request.ts';
import { findBearer } from './find-bearer.ts';
import { logRecalled, type Waiting } from './log-recalled.ts';
import { ownerText } from './routes/ownership/find-plan-owner.ts';

/** What nearly all look-ups ask: who owns something now. */
const ASKED = /^[^?#]*\/\/[^/?#]+\/v1\/plans\/(\w{1,50})\/owner\?(.*)$/;
/** A thing that says itself in an address: an id without escapes, a cell, a point in plain decimal degrees. */
const THING = /^(?:account=([\w.~-]{1,200})|cell=(\w+)|lat=(-?\d{1,2}(?:\.\d{1,15})?)&lng=(-?\d{1,3}(?:\.\d{1,15})?))$/;
/** Headers with which a client asks for more than the application says by itself. */
const UNUSUAL = ['if-none-match', 'cache-control', 'x-request-id'];
const JSON_TAKEN = ['*/*', 'application/json'];

/**
 * Answers a look-up that this isolate can answer from its memory, at once and as the application would. Null for all else, and whenever something is to be
 * read, refused or told: that is the application's.
 */
export function answerFromMemory(request: Request, ports: Ports, context: Waiting): Response | null {
  if (request.method !== 'GET') return null;
  const [, planId, query = ''] = ASKED.exec(request.url) ?? [];
  const thing = readThing(query);
  if (planId === undefined || thing === null) return null;
  const { headers } = request;
  const accept = headers.get('accept');
  if (accept !== null && !JSON_TAKEN.includes(accept)) return null;
  if (UNUSUAL.some((name) => headers.has(name))) return null;

  const opened = ports.keys.recall(findBearer(headers.get('authorization') ?? undefined) ?? '');
  if (opened === null || keyState(opened.key, Date.now()) !== 'active' || isUseToNote(opened.key)) return null;
  if (!opened.key.scopes.includes('plans:read') || !opened.corsOrigins.includes(ANY_ORIGIN)) return null;
  const { workspaceId } = opened;
  const owner = recallPlanOwner(ports, workspaceId, planId, thing);
  const count = owner && ports.meter.takeHere(workspaceId, 'requests');
  if (owner === null || count === null) return null;

  const { text, tag } = ownerText(owner, {});
  logRecalled(workspaceId, context);
  return new Response(text, {
    headers: [
      ['Content-Type', 'application/json'],
      ['ETag', tag],
      ['X-Request-Id', crypto.randomUUID()],
      ['Access-Control-Allow-Origin', ANY_ORIGIN],
      ['Access-Control-Expose-Headers', EXPOSED],
      ...rateHeaders('requests', count),
    ] as [string, string][],
  });
}

/** Null for what is to be looked at more closely, or refused. */
function readThing(query: string): OwnedThing | null {
  const [asked, accountId, cell, lat, lng] = THING.exec(query) ?? [];
  if (asked === undefined) return null;
  if (accountId !== undefined) return { accountId };
  if (cell !== undefined) return isCell(cell) ? { cell } : null;
  const [latDeg, lngDeg] = [Number(lat), Number(lng)];
  return Math.abs(latDeg) <= 90 && Math.abs(lngDeg) <= 180 ? { latDeg, lngDeg } : null;
}
