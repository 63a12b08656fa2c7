import type { ReceiverAnswer, WebhookSender } from '../application/webhook-sender.ts';
import { blameAddress } from '../domain/webhook-address.ts';

/** How long a receiver has for its answer, with the beginning of its body. */
const TIMEOUT_MS = 5_000;
/** What is read of an answer. */
const ANSWER_BYTES = 1_024;

/** Tells receivers over HTTP. */
export function httpSender(allowLoopback: boolean): WebhookSender {
  return {
    blame: (url) => blameAddress(url, allowLoopback),

    async send(url, headers, body) {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Hexalign-Webhooks/1' },
          body,
          redirect: 'manual',
          signal,
        });
        return { status: answer.status, text: await beginning(answer, signal), error: null };
      } catch (error) {
        return noAnswer(signal.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : reasonOf(error));
      }
    },
  };
}

/** The first of a body, as text. Whether more of it comes does not matter: the status says it all. */
async function beginning({ body }: Response, signal: AbortSignal): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let bytes = 0; bytes < ANSWER_BYTES && !signal.aborted; ) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, ANSWER_BYTES - bytes), { stream: true });
      bytes += value.byteLength;
    }
  } catch {
    // A body that breaks off.
  }
  reader.cancel().catch(() => {});
  return text.replaceAll('\0', '');
}

function noAnswer(error: string): ReceiverAnswer {
  return { status: null, text: '', error };
}

function reasonOf(error: unknown): string {
  return `the receiver cannot be reached (${String(error instanceof Error ? error.message : error).slice(0, 200)})`;
}
