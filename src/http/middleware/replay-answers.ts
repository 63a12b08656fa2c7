import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Claim, Claimed, RecordedAnswer } from '../../application/request-ledger.ts';
import { digestHex } from '../../domain/digest-hex.ts';
import { Failure } from '../../domain/failure.ts';
import { parseIdempotencyKey } from '../../domain/idempotency-key.ts';
import { openSealedText } from '../../domain/sealed-text.ts';
import { DigestedBody } from '../digested-body.ts';
import { findBearer } from '../find-bearer.ts';
import type { HttpEnv } from '../http-env.ts';
import { matchedRoute } from '../matched-route.ts';
import { prefersAsync } from '../prefers-async.ts';
import { recordAnswer } from '../record-answer.ts';

/** Methods of which a repetition may do something again. */
const METHODS = ['POST', 'PUT', 'PATCH'];
/** A lease lasts half a minute: two renewals may fail before another request takes the key. */
const RENEW_EVERY_MS = 10_000;

/**
 * Carries out a request with an `Idempotency-Key` once, and answers its repetitions with what was answered first.
 *
 * To tell a repetition from another request with the key its body is read and digested, and none of it held.
 */
export const replayAnswers = createMiddleware<HttpEnv>(async (c, next) => {
  const header = c.req.header('idempotency-key');
  const route = matchedRoute(c);
  if (header === undefined || route === null || !METHODS.includes(c.req.method)) return next();
  const key = parseIdempotencyKey(header);
  // The making of workspaces belongs to none.
  const { ports, workspaceId = '' } = c.var;
  const claim = { workspaceId, route, keyDigest: await digestHex(key), lease: crypto.randomUUID() };
  const claimed = await ports.ledger.claim(claim);
  const body = new DigestedBody(c.req.raw.body);
  // Only who knows both can read a secret again: the record has neither.
  const secret = `${findBearer(c.req.header('authorization'))}\n${key}`;
  if (claimed.state === 'claimed') {
    c.req.raw = new Request(c.req.raw, { body: body.stream });
    await whileRenewing(c, claim, next);
    c.res = await recordAnswer(ports.ledger, claim, c.res, {
      body,
      beside: partsOf(c),
      secret,
      onFailure: (error) => logFailure(c, error),
    });
    return;
  }
  return repeated(c, claimed, body, secret);
});

async function repeated(
  c: Context<HttpEnv>,
  claimed: Exclude<Claimed, { state: 'claimed' }>,
  body: DigestedBody,
  secret: string,
): Promise<Response> {
  if (claimed.state === 'running') {
    c.header('Retry-After', String(Math.max(1, Math.min(5, Math.ceil(claimed.endsInMs / 1000)))));
    const detail = 'the first request with this key is still running: send yours again with the same key';
    throw new Failure('idempotency-key-in-use', detail);
  }
  const { answer } = claimed;
  if (!(await isSame(c, answer, body))) {
    throw new Failure(
      'idempotency-key-reused',
      'another request had this key: send a fresh key with each request, and the same request when you repeat one',
    );
  }
  const text = answer.sealed ? await openSealedText(answer.body, secret) : answer.body;
  if (text === null) {
    throw new Failure(
      'idempotency-key-reused',
      'the first request was sent with another API key: its answer holds a secret that is given to that one alone',
    );
  }
  const headers = { ...answer.headers, 'Idempotency-Replayed': 'true' };
  return c.newResponse(answer.status === 204 ? null : text, answer.status as 200, headers);
}

async function isSame(c: Context<HttpEnv>, answer: RecordedAnswer, body: DigestedBody): Promise<boolean> {
  await body.drain(answer.bodyBytes).catch((): never => {
    throw new Failure('malformed-body', 'the body broke off');
  });
  return body.whole && body.bytes === answer.bodyBytes && (await body.fingerprint(partsOf(c))) === answer.fingerprint;
}

/** What of a request must be the same again, beside its body. */
function partsOf(c: Context<HttpEnv>): string[] {
  const { pathname, search } = new URL(c.req.url);
  const { 'content-type': type = '', 'content-encoding': encoding = '' } = c.req.header();
  const preferred = prefersAsync(c) ? ['respond-async'] : [];
  return [c.req.method, pathname, search, type, encoding, ...preferred];
}

async function whileRenewing(c: Context<HttpEnv>, claim: Claim, work: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => {
    c.var.ports.ledger.renew(claim).catch((error: unknown) => logFailure(c, error));
  }, RENEW_EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/** What was done is answered, also where it cannot be recorded: the lease ends by itself. */
function logFailure(c: Context<HttpEnv>, error: unknown): void {
  console.error(JSON.stringify({ requestId: c.var.requestId, error: `idempotency: ${error}` }));
}
