import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { eventBody } from '../../src/domain/webhook-event.ts';
import { createWebhookSecret, signMessage } from '../../src/domain/webhook-signature.ts';

const body = eventBody('layout.created', 1_793_000_000_000, '{"planId":"pln_ö€😀"}');

test('a secret is whsec_ and the base64 of 32 random bytes', () => {
  const secrets = Array.from({ length: 50 }, createWebhookSecret);
  expect(new Set(secrets).size).toBe(50);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(atob(secret.slice(6))).toHaveLength(32);
  }
});

test('a message is verified under each secret that signs, by the library of the standard, and under no other', async () => {
  const [present, old, strange] = [createWebhookSecret(), createWebhookSecret(), createWebhookSecret()];
  const headers = { ...(await signMessage([present, old], 'evt_1', Date.now(), body)) };
  expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
  for (const secret of [present, old]) {
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'layout.created',
      timestamp: '2026-10-26T07:33:20.000Z',
      data: { planId: 'pln_ö€😀' },
    });
    expect(() => new Webhook(secret).verify(body.replace('ö', 'o'), headers)).toThrow('signature');
    expect(() => new Webhook(secret).verify(body, { ...headers, 'webhook-id': 'evt_2' })).toThrow('signature');
  }
  expect(() => new Webhook(strange).verify(body, headers)).toThrow('signature');
  const late = await signMessage([present], 'evt_1', Date.now() - 600_000, body);
  expect(() => new Webhook(present).verify(body, { ...late })).toThrow('too old');
});
