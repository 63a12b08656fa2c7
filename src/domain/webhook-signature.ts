const PREFIX = 'whsec_';
/** Standard Webhooks 1.0 wants 24 to 64. */
const SECRET_BYTES = 32;

/** A new secret of a webhook: `whsec_` and 32 random bytes in base64. */
export function createWebhookSecret(): string {
  return PREFIX + toBase64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** What is sent beside a body so that its receiver can tell who sent it. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * The headers of a message by Standard Webhooks 1.0: HMAC-SHA-256 of `id.timestamp.body` under each secret, in base64 after `v1,`, with spaces between.
 *
 * The timestamp is that of the try, in seconds since 1970: receivers refuse what is old.
 */
export async function signMessage(
  secrets: readonly string[],
  messageId: string,
  nowMs: number,
  body: string,
): Promise<SignedHeaders> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signed = new TextEncoder().encode(`${messageId}.${timestamp}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, signed)));
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
}

async function sign(secret: string, signed: BufferSource): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice(PREFIX.length)), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
