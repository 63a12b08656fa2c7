import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ApiClient } from '../../src/console/page/api-client.ts';
import { freePort, ROOT } from './served.ts';

const state = mkdtempSync(join(tmpdir(), 'hexalign-start-'));
const started: ChildProcess[] = [];

after(() => {
  for (const { pid } of started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    process.kill(pid as number, 'SIGTERM');
  }
  rmSync(state, { recursive: true, force: true });
});

/** Runs `npm start` with these arguments on the state of this file. */
function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(ROOT, 'src/local/start.ts'), '--state', state, ...args]);
  started.push(child);
  return child;
}

/** Everything that a start says until it ends, and its exit status. */
async function finish(child: ChildProcess): Promise<{ status: number | null; text: string }> {
  let text = '';
  child.stdout?.on('data', (piece) => (text += piece));
  child.stderr?.on('data', (piece) => (text += piece));
  const [status] = await once(child, 'close');
  return { status, text };
}

/** Waits until a start has said something. */
async function says(child: ChildProcess, wanted: RegExp): Promise<string> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += piece;
    if (wanted.test(text)) return text;
  }
  throw new Error(`it ended after: ${text}`);
}

test('the first start prints fifty territories of the sample, all within their tolerances', async () => {
  const { status, text } = await finish(start('--once', '--port', String(await freePort())));
  assert.equal(status, 0, text);
  const rows = text.split('\n').filter((line) => /^Territory \d+ /.test(line));
  assert.equal(rows.length, 50);
  assert.ok(!rows.some((row) => row.includes('!')), text);
  assert.match(text, /Every territory is connected and within its tolerances/);
  assert.match(text, /Solved on the server in \d+\.\d s/);
  assert.match(text, /Map {3}http:\/\/127\.0\.0\.1:\d+\/#key=hxk_\w+&layout=lay_\w{52}/);
  assert.match(text, /The business on it: 49 reps, \d\d,\d{3} actuals since \d{4}-\d\d-01, 1,\d{3} open deals\./);
  assert.match(text, /51 goals from .*: [1-9]\d* on track, [1-9]\d* at risk, [1-9]\d* behind\./);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested.
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/, 'no control characters where there is no terminal');
});

test('a later start loads nothing twice, and another beside it finds the first', async () => {
  const port = String(await freePort());
  const first = start('--port', port);
  const text = await says(first, /Press Ctrl-C/);
  assert.match(text, /nothing was loaded or solved again/);
  const [, key = ''] = /key=(hxk_\w+)/.exec(text) ?? [];
  const api = new ApiClient(`http://127.0.0.1:${port}`, key);
  const { items } = await api.get<{ items: { planId: string }[] }>('/v1/plans');
  assert.equal(items.length, 1);
  assert.doesNotMatch(text, /The business on it/);
  const goals = await api.get<{ items: unknown[] }>(`/v1/plans/${items[0]?.planId}/goals?limit=100`);
  assert.equal(goals.items.length, 51);
  const inForce = await api.get<{ items: { layoutId: string }[] }>(
    `/v1/plans/${items[0]?.planId}/publications?state=in-force`,
  );
  assert.ok(text.includes(`layout=${inForce.items[0]?.layoutId}`), 'the map is of what is in force');

  const second = await finish(start('--port', port));
  assert.equal(second.status, 0);
  assert.match(second.text, /runs already/);

  const ended = once(first, 'close');
  first.kill('SIGINT');
  await ended;
  await assert.rejects(fetch(`http://127.0.0.1:${port}/v1/health`), 'the server has ended with its start');
});

test('a port that something else uses is named', async () => {
  const other = createServer((_, response) => response.end('other')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { status, text } = await finish(start('--port', String(port)));
  other.close();
  assert.equal(status, 1);
  assert.match(text, new RegExp(`port ${port} is busy`));
});

test('a port that is none is refused', async () => {
  const { status, text } = await finish(start('--port', '80a'));
  assert.equal(status, 1);
  assert.match(text, /whole number from 1 to 65535/);
});
