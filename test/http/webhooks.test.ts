import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { call } from '../webhook-of.ts';

interface Answer {
  readonly webhookId: string;
  readonly secret?: string;
  readonly type?: string;
  readonly violations?: readonly { readonly field: string; readonly detail: string }[];
  readonly items?: readonly Answer[];
  readonly [other: string]: unknown;
}

const workspace = await openWorkspace();
const GIVEN = { url: 'https://hooks.example.com/hexalign', events: ['layout.created'] };
const make = (given: object = {}, of = workspace) => call<Answer>(of, 'POST', '/v1/webhooks', { ...GIVEN, ...given });

describe('a webhook', () => {
  test('is made with a secret that is shown once, and tells what it is told of', async () => {
    const planId = await createPlan(workspace);
    const made = await make({
      planIds: [planId],
      description: 'CRM',
      events: ['job.finished', 'job.finished', 'layout.created'],
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { secret, ...shown } = made.body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toEqual({
      webhookId: expect.stringMatching(/^whk_\w{22}$/),
      url: GIVEN.url,
      events: ['job.finished', 'layout.created'],
      planIds: [planId],
      description: 'CRM',
      state: 'enabled',
      reason: null,
      failingSince: null,
      oldSecretUntil: null,
      createdAt: expect.any(String),
    });
    expect(made.headers.get('location')).toBe(`/v1/webhooks/${shown.webhookId}`);
    expect((await call(workspace, 'GET', `/v1/webhooks/${shown.webhookId}`)).body).toEqual(shown);
    expect((await call<Answer>(workspace, 'GET', '/v1/webhooks')).body.items).toEqual([shown]);
  });

  test('changes only what is sent, and only from the version that is named', async () => {
    const { webhookId } = (await make()).body;
    const path = `/v1/webhooks/${webhookId}`;
    const tag = (await call(workspace, 'GET', path)).headers.get('etag') ?? '';
    const changed = await call<Answer>(workspace, 'PATCH', path, { state: 'disabled' }, { 'if-match': tag });
    expect([changed.status, changed.body]).toMatchObject([200, { ...GIVEN, state: 'disabled', reason: 'by-request' }]);
    const stale = await call<Answer>(workspace, 'PATCH', path, { description: 'late' }, { 'if-match': tag });
    expect([stale.status, stale.body.type]).toEqual([412, '/problems/precondition-failed']);
    expect((await call(workspace, 'DELETE', path, undefined, { 'if-match': tag })).status).toBe(412);
    expect((await call(workspace, 'PATCH', path, { state: 'enabled', planIds: null })).body).toMatchObject({
      state: 'enabled',
      reason: null,
      description: '',
    });
    expect((await call(workspace, 'DELETE', path)).status).toBe(204);
    expect((await call(workspace, 'GET', path)).status).toBe(404);
    expect((await call(workspace, 'GET', `${path}/deliveries`)).status).toBe(404);
  });

  test('is refused with everything that is wrong with it, made or changed', async () => {
    const stranger = await openWorkspace();
    const theirs = await createPlan(stranger);
    const wrong = { url: 'https://169.254.169.254/latest', planIds: ['pln_none', theirs] };
    const refused = await make(wrong);
    expect([refused.status, refused.body.type]).toEqual([400, '/problems/invalid-parameter']);
    expect(refused.body.violations?.map(({ field, detail }) => [field, detail])).toEqual([
      ['/url', 'is no public address'],
      ['/planIds/0', 'is no plan of the workspace'],
      ['/planIds/1', 'is no plan of the workspace'],
    ]);
    const { webhookId } = (await make()).body;
    const changed = await call<Answer>(workspace, 'PATCH', `/v1/webhooks/${webhookId}`, {
      url: 'http://hooks.example.com/',
    });
    expect([changed.status, changed.body.violations?.[0]?.field]).toEqual([400, '/url']);
    for (const given of [
      { events: [] },
      { events: ['layout.deleted'] },
      { url: '' },
      { planIds: [] },
      { secret: 'mine' },
    ]) {
      expect([given, (await make(given)).status]).toEqual([given, 400]);
    }
  });

  test('is one of 20 at most', async () => {
    const full = await openWorkspace();
    for (let made = 0; made < 20; made++) expect((await make({}, full)).status).toBe(201);
    const refused = await make({}, full);
    expect([refused.status, refused.body]).toMatchObject([409, { type: '/problems/too-many-webhooks', limit: 20 }]);
  });

  test('answers a repeated request with the same secret, kept so that only the key opens it', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await call<Answer>(workspace, 'POST', '/v1/webhooks', GIVEN, key);
    const again = await call<Answer>(workspace, 'POST', '/v1/webhooks', GIVEN, key);
    expect(again.body).toEqual(first.body);
  });
});
