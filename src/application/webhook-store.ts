import type { DisabledReason, Webhook, WebhookSettings, WebhookState } from '../domain/webhook.ts';
import type { Page, PageRequest } from './page.ts';

/** What of a webhook can change; what is left out stays. Who enables it again starts afresh: it has not failed yet. */
export interface WebhookChange {
  readonly url?: WebhookSettings['url'] | undefined;
  readonly events?: WebhookSettings['events'] | undefined;
  readonly planIds?: WebhookSettings['planIds'] | undefined;
  readonly description?: string | undefined;
  readonly state?: WebhookState | undefined;
  /** Why, where the state is `disabled`. */
  readonly reason?: DisabledReason | undefined;
}

/** Where and with what a webhook is told. */
export interface WebhookTarget {
  readonly webhookId: string;
  readonly url: string;
  readonly state: WebhookState;
  /** Those that sign at the moment, the present one first. */
  readonly secrets: readonly string[];
  readonly version: number;
}

/** Webhooks of workspaces. Their secrets are given to who signs and to nobody else. */
export interface WebhookStore {
  /** False, and nothing done, where the workspace has `most` of them. */
  add(workspaceId: string, webhook: Webhook, secret: string, most: number): Promise<boolean>;
  find(workspaceId: string, webhookId: string): Promise<Webhook | null>;
  /** The oldest first. */
  list(workspaceId: string, page: PageRequest): Promise<Page<Webhook>>;
  /** False, and nothing done, where it is gone, or another version than `expected`. */
  change(workspaceId: string, webhookId: string, change: WebhookChange, expected: number | null): Promise<boolean>;
  /** Deletes it, and what is on its way to it. False as above. */
  remove(workspaceId: string, webhookId: string, expected: number | null): Promise<boolean>;
  /** Gives it another secret; the present one signs, too, until a moment, and none before it. False where it is gone. */
  replaceSecret(workspaceId: string, webhookId: string, secret: string, oldUntilMs: number): Promise<boolean>;
  findTarget(workspaceId: string, webhookId: string, nowMs: number): Promise<WebhookTarget | null>;
}
