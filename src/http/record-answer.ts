import type { Claim, RequestLedger } from '../application/request-ledger.ts';
import { sealText } from '../domain/sealed-text.ts';
import type { DigestedBody } from './digested-body.ts';
import { readUpTo } from './read-up-to.ts';

/** Refusals that the same request meets again, whoever sends it and whenever. */
const LASTING_REFUSALS: readonly number[] = [400, 404, 413, 415, 422];
/** Longest answer that is kept. Only solves give longer ones, and a solve that is repeated gives the recorded layout. */
const MAX_ANSWER_BYTES = 1_000_000;
/** Headers that belong to the answer and not to the request that got it. */
const KEPT_HEADERS = [
  'content-type',
  'location',
  'link',
  'etag',
  'cache-control',
  'vary',
  'x-hexalign-cache',
  'preference-applied',
  'retry-after',
];

interface Asked {
  readonly body: DigestedBody;
  readonly beside: readonly string[];
  readonly secret: string;
  /** Hears of what the ledger could not do; the answer is given all the same. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Keeps the answer to a request before it is sent, or gives the key back where the answer is not to be kept: for it may be another next
 * time, is longer than 1 MB, is an event stream, or was given before all of the request was read.
 */
export async function recordAnswer(
  ledger: RequestLedger,
  claim: Claim,
  response: Response,
  { body, beside, secret, onFailure }: Asked,
): Promise<Response> {
  const lasts = response.ok || LASTING_REFUSALS.includes(response.status);
  const isStream = response.headers.get('content-type') === 'text/event-stream';
  if (!lasts || !body.whole || isStream) {
    await ledger.release(claim).catch(onFailure);
    return response;
  }
  const read = await readUpTo(response.body ?? new Blob([]).stream(), MAX_ANSWER_BYTES);
  if (read.bytes === null) {
    await ledger.release(claim).catch(onFailure);
    return new Response(read.stream, response);
  }
  const text = new TextDecoder().decode(read.bytes);
  const sealed = response.headers.get('cache-control') === 'no-store';
  const answer = {
    fingerprint: await body.fingerprint(beside),
    bodyBytes: body.bytes,
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => KEPT_HEADERS.includes(name))),
    body: sealed ? await sealText(text, secret) : text,
    sealed,
  };
  await ledger.record(claim, answer).catch(onFailure);
  return new Response(response.status === 204 ? null : read.bytes, response);
}
