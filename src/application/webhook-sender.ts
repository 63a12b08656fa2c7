import type { AddressBlame } from '../domain/webhook-address.ts';
import type { SignedHeaders } from '../domain/webhook-signature.ts';

/** What a receiver said: a status and the beginning of what it said with it, or why there was no answer. */
export type ReceiverAnswer =
  | { readonly status: number; readonly text: string; readonly error: null }
  | { readonly status: null; readonly text: ''; readonly error: string };

/** The way to receivers. */
export interface WebhookSender {
  /** What keeps an address from being sent to; null: nothing does. */
  blame(url: string): AddressBlame | null;
  /** Posts a body as JSON. Follows no redirect, waits a few seconds and never throws. */
  send(url: string, headers: SignedHeaders, body: string): Promise<ReceiverAnswer>;
}
