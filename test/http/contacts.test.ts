import { env } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import { wirePorts } from '../../src/wiring.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { sendWith } from '../publish.ts';

const workspace = await openWorkspace();
const send = sendWith(workspace.key);
const ports = wirePorts(env);
let planId = '';

const ACCOUNTS = ['a', 'b', 'c'].map((id, at) => ({ id, lat: 47 + at / 10, lng: 8 }));
const KIM = {
  ...{ id: 'k', account: 'a', name: 'Kim Park', firstName: 'Kim', lastName: 'Park', email: 'Kim@Example.com' },
  ...{ language: 'de-AT', consent: 'granted', consentOn: '2026-09-01', doNotContact: false },
};
const AL = { id: 'l', account: 'b', email: 'al@example.com' };
const NOTHING = { name: '', firstName: '', lastName: '', language: null, consent: 'unknown', consentOn: null };
const FULL = { ...AL, ...NOTHING, doNotContact: false };

beforeEach(async () => {
  planId = await createPlan(workspace);
  await send('PUT', `/v1/plans/${planId}/accounts`, ACCOUNTS);
});

interface Report {
  readonly accepted: number;
  readonly violations: { readonly field: string; readonly value: string; readonly detail: string }[];
}
const put = (rows: unknown, query = '') => send<Report>('PUT', `/v1/plans/${planId}/contacts${query}`, rows);
const ids = async (query = '') => {
  const { body } = await send<{ items: { id: string }[] }>('GET', `/v1/plans/${planId}/contacts${query}`);
  return body.items.map(({ id }) => id);
};

/** How many rows of the plan, drafts included, hold a text in an address. */
async function kept(text: string): Promise<number> {
  const sql =
    'SELECT count(*) AS n FROM contacts JOIN plans USING (plan_number) WHERE plan_id = ? AND instr(lower(email), ?) > 0';
  return (await env.DB.prepare(sql).bind(planId, text).first<number>('n')) ?? 0;
}

test('contacts come back as they were sent, one by one and as a list by account and consent', async () => {
  expect(await put([KIM, AL])).toMatchObject({ status: 200, body: { accepted: 2, violations: [] } });
  expect((await send('GET', `/v1/plans/${planId}/contacts`)).body).toEqual({ items: [KIM, FULL], next: null });
  expect((await send('GET', `/v1/plans/${planId}/contacts/k`)).body).toEqual(KIM);
  expect([await ids('?account=b'), await ids('?consent=granted'), await ids('?consent=refused')]).toEqual([
    ...[['l'], ['k'], []],
  ]);
  expect((await send('GET', `/v1/plans/${planId}/contacts?limit=1`)).body).toMatchObject({
    items: [{ id: 'k' }],
    next: expect.any(String),
  });
});

test('columns of a CRM are known, and of several opt-outs one is enough', async () => {
  const body = `Contact ID,Account ID,First Name,Last Name,Email,Language,Opt In,Email Opt Out,Do Not Contact
x1,a,Jo,Ray,jo@example.com,en_us,yes,1,0
x2,b,=HYPER,Link,li@example.com,pt-br,unsubscribed,,
`;
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body };
  const answer = await workspace.fetch(`/v1/plans/${planId}/contacts`, init);
  expect([answer.status, await answer.json()]).toMatchObject([200, { accepted: 2, violations: [] }]);
  expect((await send('GET', `/v1/plans/${planId}/contacts`)).body).toMatchObject({
    items: [
      { id: 'x1', name: 'Jo Ray', language: 'en-US', consent: 'granted', doNotContact: true },
      { id: 'x2', name: '=HYPER Link', language: 'pt-BR', consent: 'refused', doNotContact: false },
    ],
  });
});

test('merge overwrites all of a contact, replace leaves none but those of the file', async () => {
  await put([KIM, AL]);
  await put([{ id: 'k', account: 'c', email: 'kim@example.org' }]);
  expect((await send('GET', `/v1/plans/${planId}/contacts/k`)).body).toEqual({
    ...{ ...FULL, id: 'k', account: 'c', email: 'kim@example.org' },
  });
  expect((await put([{ ...AL, id: 'n' }, { id: 'bad' }], '?mode=replace&onError=reject')).status).toBe(422);
  expect(await ids()).toEqual(['k', 'l']);
  await put([{ ...AL, id: 'n' }], '?mode=replace');
  expect(await ids()).toEqual(['n']);
});

test('each bad row is named with all that is wrong, and neither the answer nor the log holds a value', async () => {
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
  const logged = () => JSON.stringify(spies.flatMap(({ mock }) => mock.calls));
  const secret = 'geheim.example';
  const { status, body } = await put([
    { id: '', account: 'nobody', email: `x@@${secret}` },
    { id: `y@${secret}`, account: 'a', email: `y@${secret}`, name: `Nomen${'Secretum'.repeat(30)}` },
    { id: 'z', account: 'nobody', email: `z@${secret}`, language: 'de--', consent: 'perhaps', consentOn: secret },
    { id: 'w', account: 'nobody', email: `w@${secret}`, doNotContact: secret },
    { id: 'v', account: 'nobody', email: `v@${secret}` },
    { id: 'u', account: 'a', email: '' },
    KIM,
    KIM,
  ]);
  expect(status).toBe(200);
  expect(body.violations.map(({ field, detail }) => `${field} ${detail}`)).toEqual([
    'id is empty',
    'email is not an e-mail address',
    'id is an e-mail address: an id is still told of after the contact is deleted',
    'name is longer than 200 characters',
    'language is not a BCP 47 language tag',
    'consent is no consent',
    'consentOn is not a day',
    'doNotContact says neither yes nor no',
    'account is no account of the plan: a contact is kept only as long as its account',
    'email is empty',
    'id is the id of line 1 too',
  ]);
  const answers = [JSON.stringify(body)];
  for (const [type, text] of [
    ['application/x-ndjson', `{"id":"q","account":"a","email":"q@${secret}"\n`],
    ['application/json', `[{"id":"q","account":"a","email":"q@${secret}" oops}]`],
    ['text/csv', `q@${secret},a,Nomen\n`],
    ['text/csv', `id,account,email\nq,a,q@${secret},Nomen\n`],
  ] as const) {
    const init = { method: 'PUT', headers: { 'content-type': type }, body: text };
    const answer = await workspace.fetch(`/v1/plans/${planId}/contacts`, init);
    expect([type, answer.status]).toEqual([type, type === 'application/json' ? 400 : 422]);
    answers.push(await answer.text());
  }
  await send('GET', `/v1/plans/${planId}/contacts/k`);
  for (const answer of answers) expect(answer).not.toMatch(/geheim|Nomen|Secretum/);
  expect(logged()).toContain('/v1/plans/:planId/contacts');
  expect(logged()).not.toMatch(/geheim|Nomen|Secretum|kim@|Kim Park/i);
  for (const spy of spies) spy.mockRestore();
});

test.each([
  ['one is deleted', () => send('DELETE', `/v1/plans/${planId}/accounts/a`)],
  ['many are deleted', () => send('POST', `/v1/plans/${planId}/accounts/delete`, { ids: ['a', 'c'] })],
  ['a file replaces all', () => send('PUT', `/v1/plans/${planId}/accounts?mode=replace`, ACCOUNTS.slice(1))],
])('a contact goes with its account when %s, also one of an upload under way', async (_, act) => {
  await put([KIM, AL]);
  const open = await ports.contacts.uploads.open(workspace.workspaceId, planId, true);
  const late = { ...KIM, id: 'late', consent: 'granted' as const };
  await ports.contacts.uploads.put(open, [late, { ...late, id: 'other', account: 'b', email: 'o@example.com' }]);
  expect(await kept('kim@example.com')).toBe(2);
  expect((await act()).status).toBeLessThan(300);
  expect(await ids()).toEqual(['l']);
  expect(await kept('kim@example.com')).toBe(0);
  await ports.contacts.uploads.finish(open, null);
  await ports.contacts.uploads.close(open);
  expect(await ids()).toEqual(['l', 'other']);
});

test('a contact that comes for an account which has just gone is let fall', async () => {
  const open = await ports.contacts.uploads.open(workspace.workspaceId, planId, true);
  await send('DELETE', `/v1/plans/${planId}/accounts/a`);
  const row = { ...KIM, consent: 'granted' as const };
  await ports.contacts.uploads.put(open, [row, { ...row, id: 'b', account: 'b' }]);
  await ports.contacts.uploads.finish(open, null);
  await ports.contacts.uploads.close(open);
  expect(await ids()).toEqual(['b']);
});

test('a contact is deleted alone, and all of a plan with it', async () => {
  await put([KIM, AL]);
  expect((await send('DELETE', `/v1/plans/${planId}/contacts/k`)).status).toBe(204);
  expect((await send('DELETE', `/v1/plans/${planId}/contacts/k`)).status).toBe(404);
  expect(await ids()).toEqual(['l']);
  const all = () => env.DB.prepare('SELECT count(*) AS n FROM contacts').first<number>('n');
  const before = (await all()) ?? 0;
  expect((await send('DELETE', `/v1/plans/${planId}`, undefined, { 'if-match': '*' })).status).toBe(204);
  expect(await all()).toBe(before - 1);
});
