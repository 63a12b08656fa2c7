import { type SignedHeaders, signMessage } from '../domain/webhook-signature.ts';
import type { ReceiverAnswer, WebhookSender } from './webhook-sender.ts';
import type { WebhookTarget } from './webhook-store.ts';

/** What came of one message to a receiver. */
export interface Told {
  readonly isDelivered: boolean;
  readonly status: number | null;
  /** Why it has not arrived; null: it has. */
  readonly error: string | null;
  /** The beginning of what the receiver said. */
  readonly text: string;
}

/** Sends one message to a receiver, signed at the moment. Only a status of 200 to 299 is arrival. Never throws. */
export async function tellReceiver(
  sender: WebhookSender,
  { url, secrets }: WebhookTarget,
  messageId: string,
  body: string,
  nowMs: number,
): Promise<Told> {
  // It may have been given before what is refused now was.
  const blame = sender.blame(url);
  if (blame !== null) return failed(`the address ${blame.detail}: ${blame.remedy}`);
  if (secrets.length === 0) return failed('the secret cannot be read any more: rotate it');
  let headers: SignedHeaders;
  try {
    headers = await signMessage(secrets, messageId, nowMs, body);
  } catch {
    return failed('the secret cannot be read any more: rotate it');
  }
  return judge(await sender.send(url, headers, body));
}

function judge({ status, text, error }: ReceiverAnswer): Told {
  if (status === null) return failed(error ?? 'no answer');
  if (status >= 200 && status < 300) return { isDelivered: true, status, error: null, text };
  const why = status >= 300 && status < 400 ? 'a redirect, which is not followed' : `status ${status}`;
  return { isDelivered: false, status, error: why, text };
}

function failed(error: string): Told {
  return { isDelivered: false, status: null, error, text: '' };
}
