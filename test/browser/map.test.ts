import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { STATUS_FILLS, STEP_FILLS, territoryFill } from '../../src/console/page/palette.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { blended, changedShare, parseColor, readCanvas } from './canvas.ts';
import { type HexalignPage, launchChromium, mapAtRest } from './chromium.ts';
import { growColumbus, type Market, openMarket } from './market.ts';
import { type Served, serve } from './served.ts';

const LAND = '#f7f5f0';
const FILL_OPACITY = 0.72;

let served: Served;
let market: Market;
let browser: Browser;
let page: Page;
let requested: string[];
let errors: string[];

before(async () => {
  served = await serve();
  market = await openMarket(served.client);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await served?.stop();
});

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  [requested, errors] = [[], []];
  page.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
});

function address(layoutId: string): string {
  return `${served.origin}/#key=${served.key}&layout=${layoutId}`;
}

async function openMap(layoutId: string = market.layout.layoutId): Promise<void> {
  await page.goto(address(layoutId));
  await mapAtRest(page);
}

/** A point on the canvas in the middle of each territory that is drawn, from the drawn features themselves. */
function drawnTerritories(): Promise<{ id: string; x: number; y: number }[]> {
  return page.evaluate(() => {
    const { map } = (globalThis as unknown as HexalignPage).hexalign;
    const ids = new Set(map.queryRenderedFeatures({ layers: ['territories'] }).map((one) => String(one.properties.id)));
    const found = new Map<string, { x: number; y: number; depth: number }>();
    const { clientWidth, clientHeight } = map.getCanvas();
    const at = (x: number, y: number) =>
      map.queryRenderedFeatures([x, y], { layers: ['territories'] })[0]?.properties.id;
    for (let y = 20; y < clientHeight; y += 20) {
      for (let x = 20; x < clientWidth; x += 20) {
        const id = at(x, y);
        if (id === undefined) continue;
        const around = [-14, 14].flatMap((d) => [at(x + d, y), at(x, y + d)]);
        const depth = around.filter((other) => other === id).length;
        if (depth > (found.get(String(id))?.depth ?? -1)) found.set(String(id), { x, y, depth });
      }
    }
    return [...ids].map((id) => ({ id, x: found.get(id)?.x ?? -1, y: found.get(id)?.y ?? -1 }));
  });
}

test('every territory is on the canvas in its own color', async () => {
  await openMap();
  await expectFills((id) => territoryFill(market.layout.territories.find((one) => one.id === id)?.color ?? 0));
  assert.deepEqual(errors, []);
});

/** Expects that each territory is drawn, and its middle in the fill that is wanted of it. */
async function expectFills(fillOf: (id: string) => string): Promise<void> {
  const { width, bytes } = await readCanvas(page);
  const drawn = await drawnTerritories();
  assert.deepEqual(drawn.map(({ id }) => id).sort(), market.layout.territories.map(({ id }) => id).sort());
  for (const { id, x, y } of drawn) {
    const wanted = blended(parseColor(fillOf(id)), parseColor(LAND), FILL_OPACITY);
    const pixel = [0, 1, 2].map((c) => bytes[(y * width + x) * 4 + c] ?? 0);
    const distance = Math.max(...pixel.map((value, c) => Math.abs(value - (wanted[c] ?? 0))));
    assert.ok(distance < 24, `${id} at ${x}, ${y}: ${pixel} is not ${wanted}`);
  }
}

test('nothing is loaded from elsewhere', async () => {
  await openMap();
  assert.deepEqual(
    requested.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(`${served.origin}/`)),
    [],
  );
});

test('a click on a territory shows its measures', async () => {
  await openMap();
  const [target] = await drawnTerritories();
  assert.ok(target);
  await page.mouse.click(target.x, target.y);
  const territory = market.layout.territories.find(({ id }) => id === target.id);
  assert.ok(territory);
  const card = await page.locator('.card').textContent();
  assert.equal(await page.locator('#territory-name').textContent(), territory.name);
  for (const metric of market.layout.metrics) {
    assert.ok(card?.includes((territory.sums[metric] ?? 0).toLocaleString('en-US')), metric);
  }
  await mapAtRest(page);
  const marked = await page.evaluate(() => {
    const { map } = (globalThis as unknown as HexalignPage).hexalign;
    return map.queryRenderedFeatures({ layers: ['territory-selected'] }).map((one) => one.properties.id);
  });
  assert.deepEqual([...new Set(marked)], [target.id]);
});

test('the keyboard alone opens a territory from the list and leads back to it', async () => {
  await openMap();
  const row = page.locator('[data-territory]').nth(2);
  const name = market.layout.territories[2]?.name;
  await row.focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), name);
  await page.keyboard.press('Escape');
  assert.equal(
    await page.evaluate(() => (document.activeElement as HTMLElement).dataset.territory),
    market.layout.territories[2]?.id,
  );
});

test('cells are drawn from where they can be told apart', async () => {
  await openMap();
  const cells = () =>
    page.evaluate(
      () => (globalThis as unknown as HexalignPage).hexalign.map.queryRenderedFeatures({ layers: ['cells'] }).length,
    );
  await page.evaluate(() => {
    const { map } = (globalThis as unknown as HexalignPage).hexalign;
    map.jumpTo({ center: [-83, 40], zoom: 3 });
  });
  await mapAtRest(page);
  assert.equal(await cells(), 0);
  await page.evaluate(() =>
    (globalThis as unknown as HexalignPage).hexalign.map.jumpTo({ center: [-83, 40], zoom: 9 }),
  );
  await mapAtRest(page);
  assert.ok((await cells()) > 5);
});

test('a rebalance changes the map and shows what moved', async () => {
  await growColumbus(served.client, market.planId);
  await openMap();
  const [first, opened] = [await readCanvas(page), page.url()];
  await page.locator('#budget').fill('10');
  await page.getByRole('button', { name: 'Rebalance' }).click();
  await page.locator('#comparison').waitFor();
  await mapAtRest(page);

  const layoutId = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('layout') ?? '';
  assert.notEqual(layoutId, market.layout.layoutId);
  const rebalanced = await served.api.get<Layout>(`/v1/layouts/${layoutId}`);
  assert.equal(rebalanced.rebalance?.from, market.layout.layoutId);
  assert.ok((rebalanced.rebalance?.moved.establishments ?? 1) <= 0.1);
  assert.ok((await page.locator('.flows li').count()) > 0);

  const drawn = await page.evaluate(() => {
    const { map } = (globalThis as unknown as HexalignPage).hexalign;
    const moved = map.queryRenderedFeatures({ layers: ['moved-points'] }).map((one) => one.properties.cell);
    return { moved: new Set(moved).size, source: (map.getStyle().sources.layout as { url: string }).url };
  });
  assert.ok(drawn.moved > 0);
  assert.ok(drawn.source.includes(layoutId));
  const second = await readCanvas(page);
  assert.ok(changedShare(first.bytes, second.bytes) > 0.001);

  const [move] = await page.locator('.flows .name').allTextContents();
  await page
    .locator('[data-territory]', { hasText: move?.split(' →')[0] ?? '' })
    .first()
    .click();
  assert.match((await page.locator('.card').textContent()) ?? '', /; was [+−]\d+\.\d%/);
  await page.keyboard.press('Escape');
  await mapAtRest(page);

  await page.getByRole('button', { name: 'Close' }).click();
  await mapAtRest(page);
  const bare = await readCanvas(page);
  assert.ok(changedShare(first.bytes, bare.bytes) > 0.0005, 'the territories themselves have changed');
  await page.goBack();
  await page.waitForURL(opened);
  await page.waitForFunction((id) => {
    const { map } = (globalThis as unknown as HexalignPage).hexalign;
    return (map.getStyle().sources.layout as { url: string }).url.includes(id);
  }, market.layout.layoutId);
  assert.deepEqual(errors, []);
});

test('a key that opens nothing is answered with the problem and the form for another', async () => {
  await page.goto(`${served.origin}/#key=hxk_wrong&layout=${market.layout.layoutId}`);
  await page.locator('.notice').waitFor();
  assert.match((await page.locator('.notice').textContent()) ?? '', /key/i);
  await page.getByLabel('Key').fill(served.key);
  await page.getByRole('button', { name: 'Open' }).click();
  await mapAtRest(page);
  assert.equal(await page.locator('[data-territory]').count(), market.layout.territories.length);
  assert.equal(await page.locator('.notice').count(), 0);
});

test('a rebalance that cannot be is told in the words of the problem', async () => {
  const csv = 'id,lat,lng\na,40,-83\nb,41,-84\nc,42,-85\nd,39,-82';
  const solved = await served.api.send<Layout>('POST', '/v1/solve?territories=2', 'text/csv', csv);
  await openMap(solved.layoutId);
  await page.getByRole('button', { name: 'Rebalance' }).click();
  await page.locator('.notice').waitFor();
  assert.match((await page.locator('.notice').textContent()) ?? '', /planId/);
  assert.equal(await page.getByRole('button', { name: 'Rebalance' }).isEnabled(), true);
});

test('a manager sees how good territories are and how their goals stand, on the map and in numbers', async () => {
  const { api } = served;
  const plan = `/v1/plans/${market.planId}`;
  const send = <T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object) =>
    api.send<T>(method, path, 'application/json', JSON.stringify(body));
  const { layoutId, territories } = market.layout;
  await send('PATCH', plan, { valueMetric: 'establishments', potentialMetric: 'employees' });
  const { publicationId } = await send<{ publicationId: string }>('POST', `${plan}/publications`, { layoutId });
  await send('POST', `/v1/publications/${publicationId}/publish`, {});
  const year = new Date().getUTCFullYear();
  const period = { metric: 'orders', unit: 'orders', start: `${year}-01-01`, due: `${year}-12-31`, by: 'equal' };
  await send('POST', `${plan}/goals/spread`, { ...period, total: 800 });
  // A hundred accounts have ordered something: some territories more of it than others.
  const { items } = await api.get<{ items: { id: string }[] }>(`${plan}/accounts?limit=100`);
  const orders = items.map(({ id }) => ({ account: id, metric: 'orders', period: `${year}-01`, value: 1 }));
  await send('PUT', `${plan}/actuals`, orders);

  type Score = { territoryId: string; score: number };
  type Item = { goal: { subject: { territoryId: string } }; status: keyof typeof STATUS_FILLS; attainment: number };
  const scored = (await api.get<{ territories: Score[] }>(`/v1/layouts/${layoutId}/quality`)).territories;
  const goals = (await api.get<{ items: Item[] }>(`${plan}/performance`)).items;
  const goalOf = new Map(goals.map((item) => [item.goal.subject.territoryId, item]));
  assert.ok(new Set(goals.map(({ attainment }) => attainment)).size > 1);

  await openMap();
  const choice = page.getByLabel('Color');
  await page.locator('#color-by option', { hasText: 'Quality score' }).waitFor({ state: 'attached' });
  await choice.selectOption('Quality score');
  await mapAtRest(page);
  const scores = scored.map(({ score }) => score);
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  const stepOf = (value: number, from: number, to: number) =>
    STEP_FILLS[Math.min(4, Math.floor(((value - from) / (to - from)) * 5))] ?? '';
  await expectFills((id) => stepOf(scored.find((one) => one.territoryId === id)?.score ?? 0, least, most));
  assert.match(
    (await page.locator('.legend').textContent()) ?? '',
    new RegExp(`${least.toFixed(0)}${most.toFixed(0)}`),
  );

  await choice.selectOption('Attainment of goals');
  await mapAtRest(page);
  const attained = goals.map(({ attainment }) => attainment);
  await expectFills((id) => stepOf(goalOf.get(id)?.attainment ?? 0, Math.min(...attained), Math.max(...attained)));
  await choice.selectOption('Status of goals');
  await mapAtRest(page);
  await expectFills((id) => STATUS_FILLS[goalOf.get(id)?.status ?? 'not-begun']);

  const [first] = territories;
  await page.locator(`[data-territory="${first?.id}"]`).click();
  const card = (await page.locator('.card').textContent()) ?? '';
  assert.ok(card.includes(`${scored[0]?.score.toFixed(1)} of 100`), card);
  assert.ok(card.includes(`${((goalOf.get(first?.id ?? '')?.attainment ?? 0) * 100).toFixed(1)}% of 100 orders`), card);
  assert.deepEqual(errors, []);
});

test('nothing is cut off at the width of a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openMap();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(overflow, 0);
  await page.locator('[data-territory]').first().click();
  assert.ok(await page.locator('#territory-name').isVisible());
});
