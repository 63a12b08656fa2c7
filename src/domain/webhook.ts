import { Failure } from './failure.ts';
import type { EventType } from './webhook-event.ts';

/** Why a webhook is told nothing: somebody asked for it, its receiver answered 410, or nothing has reached it for days. */
export const DISABLED_REASONS = ['by-request', 'gone', 'failing'] as const;

export type DisabledReason = (typeof DISABLED_REASONS)[number];

export const WEBHOOK_STATES = ['enabled', 'disabled'] as const;

export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Webhooks of a workspace at most: each event is told to each. */
export const MAX_WEBHOOKS = 20;
/** Plans that a webhook may name. */
export const MAX_WEBHOOK_PLANS = 100;

/** What a caller says of a webhook. */
export interface WebhookSettings {
  readonly url: string;
  readonly events: readonly EventType[];
  /** The plans whose events it is told; null: all. */
  readonly planIds: readonly string[] | null;
  readonly description: string;
}

/** Somebody who is told of events. Its secrets are not part of it. */
export interface Webhook extends WebhookSettings {
  readonly webhookId: string;
  readonly state: WebhookState;
  /** Null while it is enabled. */
  readonly reason: DisabledReason | null;
  /** When the first try failed since one last succeeded; null: the last one has succeeded. ISO 8601, as all times here. */
  readonly failingSince: string | null;
  /** Until when the secret before the present one signs, too; null: only the present one does. */
  readonly oldSecretUntil: string | null;
  readonly createdAt: string;
  readonly version: number;
}

/** The failure of a webhook that is not there, or is another workspace's: nobody can tell which. */
export function webhookNotFound(): Failure {
  return new Failure('not-found', 'no webhook of this workspace has this id');
}
