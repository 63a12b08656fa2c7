import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import openapi from '../../openapi/openapi.json' with { type: 'json' };
import { launchChromium } from './chromium.ts';
import { type Served, serve } from './served.ts';

let served: Served;
let browser: Browser;
let page: Page;
const requested: string[] = [];
const complaints: string[] = [];

before(async () => {
  served = await serve();
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${served.origin}/docs`);
  await page.locator('.opblock').first().waitFor();
});

after(async () => {
  await browser?.close();
  await served?.stop();
});

/** Ids of the operations that are shown from top to bottom: only what is in sight is in the page. */
async function shownOperations(): Promise<Set<string>> {
  const shown = new Set<string>();
  for (let isEnd = false; !isEnd; ) {
    for (const id of await page.locator('.opblock').evaluateAll((blocks) => blocks.map(({ id }) => id))) shown.add(id);
    isEnd = await page.evaluate(() => window.innerHeight + window.scrollY >= document.body.scrollHeight - 1);
    await page.mouse.wheel(0, 500);
    await page.waitForTimeout(100);
  }
  return shown;
}

test('the reference shows every operation', async () => {
  const operations = Object.values(openapi.paths).flatMap((item) => Object.values(item));
  const wanted = (operations as { tags: string[]; operationId: string }[]).map(
    ({ tags, operationId }) => `operations-${tags[0]?.replaceAll(' ', '_')}-${operationId}`,
  );
  const shown = await shownOperations();
  assert.deepEqual(
    wanted.filter((id) => !shown.has(id)),
    [],
  );
  assert.equal(await page.locator('.errors-wrapper').count(), 0);
});

test('an operation opens with its examples, and is tried with a key', async () => {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.locator('.authorize').first().click();
  await page.locator('.auth-container input').first().fill(served.key);
  await page.locator('.auth-btn-wrapper .authorize').first().click();
  await page.locator('.btn-done').first().click();

  const operation = page.locator('#operations-Plans-createPlan');
  await page.mouse.move(600, 600);
  for (let times = 0; times < 100 && (await operation.count()) === 0; times++) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(100);
  }
  await operation.locator('.opblock-summary-control').click();
  await operation.getByText('US field sales 2027').first().waitFor();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.locator('.execute').click();
  const status = operation.locator('.live-responses-table .response-col_status').last();
  await status.waitFor();
  assert.match((await status.textContent()) ?? '', /201/);
});

test('nothing is loaded from elsewhere, and nothing is refused by the policy of the page', () => {
  const elsewhere = requested.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(`${served.origin}/`));
  assert.deepEqual([elsewhere, complaints], [[], []]);
});
