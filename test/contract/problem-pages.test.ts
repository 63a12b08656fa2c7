import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { PROBLEM_TYPES } from '../../src/http/problem-types.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';

const KINDS = Object.keys(PROBLEM_TYPES) as (keyof typeof PROBLEM_TYPES)[];

test('each kind of failure has a page with its title, its status, a remedy and an example', () => {
  expect(Object.keys(PROBLEM_PAGES).sort()).toEqual([...KINDS].sort());
  for (const kind of KINDS) {
    const { title, status } = PROBLEM_TYPES[kind];
    const page = PROBLEM_PAGES[kind];
    expect(page.startsWith(`# ${title}\n\nStatus ${status}. `), kind).toBe(true);
    expect(page).toContain('## How to fix it');
    const example = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '') as Record<string, unknown>;
    expect(example).toMatchObject({ type: `/problems/${kind}`, title, status });
  }
});

test('the address in a problem document leads to its page', async () => {
  const refused = await exports.default.fetch('http://hexalign.test/v1/plans');
  const { type } = (await refused.json()) as { type: string };
  const page = await exports.default.fetch(new URL(type, refused.url || 'http://hexalign.test/v1/plans').href);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8']);
  expect(await page.text()).toBe(PROBLEM_PAGES.unauthorized);
});
