import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'hexalign-solve-'));
const entry = new URL('../../src/local/solve.ts', import.meta.url).pathname;

afterAll(() => rmSync(folder, { recursive: true }));

/** Six units in a row; three and three are balanced. */
const ROW = {
  name: 'Straße',
  territories: 2,
  weights: [[2], [2], [2], [2], [2], [2]],
  x_m: [0, 1000, 2000, 3000, 4000, 5000],
  y_m: [0, 0, 0, 0, 0, 0],
  edges: [0, 1, 2, 3, 4].map((unit) => [unit, unit + 1]),
  lower: [5],
  upper: [7],
  effort: 'fast',
};

/** A square of units with bounds that take some attempts to meet. */
function square(side: number) {
  const units = Array.from({ length: side * side }, (_, unit) => unit);
  const below = units.slice(0, -side).map((unit) => [unit, unit + side]);
  const beside = units.filter((unit) => (unit + 1) % side > 0).map((unit) => [unit, unit + 1]);
  return {
    territories: 12,
    weights: units.map((unit) => [1 + ((unit * 7919) % 9)]),
    x_m: units.map((unit) => 1000 * (unit % side)),
    y_m: units.map((unit) => 1000 * Math.floor(unit / side)),
    edges: [...below, ...beside],
    lower: [(side * side * 4.999) / 12],
    upper: [(side * side * 5.003) / 12],
    effort: 'fast',
  };
}

function file(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

function solve(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function refused(...args: string[]) {
  const { status, stdout, stderr } = solve(args);
  expect([status, stdout]).toEqual([2, '']);
  return JSON.parse(stderr);
}

test('prints one JSON document and nothing else', () => {
  const { status, stdout, stderr } = solve([file(ROW)]);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\{.*\}\n$/);
  const { territory, feasible, objective, sums, violations } = JSON.parse(stdout);
  expect(territory.join('')).toMatch(/^(000111|111000)$/);
  // Each about its middle unit: 2 (1 + 0 + 1).
  expect([feasible, objective, sums, violations]).toEqual([true, 8, [[6], [6]], []]);
});

test('reads standard input', () => {
  expect(solve(['-'], JSON.stringify(ROW))).toEqual(solve([file(ROW)]));
});

test('ends with 0 and the reasons where no feasible layout was found', () => {
  const { status, stdout } = solve([file({ ...ROW, lower: [6.5] })]);
  const answer = JSON.parse(stdout);
  expect([status, answer.feasible]).toEqual([0, false]);
  expect(answer.violations.length).toBeGreaterThan(0);
  for (const violation of answer.violations) {
    expect(violation).toMatchObject({ kind: expect.any(String), remedy: expect.any(String) });
  }
});

test('options stand for the keys of the file', () => {
  const said = solve([file({ ...ROW, seed: 7, effort: 'normal' })]);
  expect(solve(['--seed', '7', '--effort=normal', file({ ...ROW, seed: 1 })])).toEqual(said);
});

test('ends with 2 and a problem document for a malformed file', () => {
  const { weights: _, ...keys } = ROW;
  expect(refused(file({ ...keys, territories: 0, edges: [[0, 'a']] }))).toMatchObject({
    type: '/problems/invalid-parameter',
    status: 400,
    violationCount: 3,
    violations: [
      { field: '/weights', detail: 'is missing' },
      { field: '/edges/0/1', value: 'a', detail: 'is not a number' },
      { field: '/territories', value: '0', remedy: expect.stringContaining('from 1') },
    ],
  });
  expect(refused(file(new TextEncoder().encode('{"x_m":')))).toMatchObject({
    type: '/problems/malformed-body',
    detail: expect.stringContaining('line 1'),
  });
});

test('ends with 2 and a problem document for a file that cannot be read', () => {
  expect(refused(join(folder, 'none.json'))).toMatchObject({ type: '/problems/not-found', status: 404 });
  expect(refused(folder)).toMatchObject({ type: '/problems/malformed-body' });
  expect(refused(file(Uint8Array.of(0xff, 0xfe)))).toMatchObject({ violations: [{ detail: 'is not UTF-8 text' }] });
});

test('ends with 2 and a problem document for a command line that is wrong', () => {
  const path = file(ROW);
  expect(refused().violations[0]).toMatchObject({ field: 'problem.json', detail: 'is missing' });
  expect(refused(path, path).violations[0]).toMatchObject({ detail: 'is one file too many' });
  expect(refused('--seed', '4294967296', path).violations[0]).toMatchObject({ field: '--seed', value: '4294967296' });
  expect(refused('--effort', 'huge', path).violations[0]).toMatchObject({ field: '--effort' });
  expect(refused('--sead', '1', path).violations[0].detail).toMatch(/--sead/);
});

/** Stopped a moment after its state was written first. */
async function stop(args: readonly string[], state: string, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.on('data', (text) => {
    output.stderr += text;
  });
  const closed = once(child, 'close');
  while (!existsSync(state)) await delay(5);
  await delay(150);
  child.kill(signal);
  const [status] = await closed;
  return { status, ...output };
}

test('a solve that is stopped and goes on from its state gives the same document', { timeout: 60_000 }, async () => {
  const path = file(square(40));
  const whole = solve([path]);
  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    const state = join(folder, `${signal}.state`);
    const stopped = await stop(['--state', state, path], state, signal);
    expect(stopped).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(state) });
    expect(solve(['--state', state, path])).toEqual(whole);
    expect(existsSync(state)).toBe(false);
  }
});

test('a state of something else is refused with a remedy, and kept', async () => {
  const [path, state] = [file(square(40)), join(folder, 'other.state')];
  await stop(['--state', state, path], state, 'SIGTERM');
  const written = readFileSync(state);
  for (const [args, detail] of [
    [['--seed', '9', '--state', state, path], 'is of another problem, seed or effort'],
    [['--state', path, path], 'is no state of a search'],
  ] as const) {
    const { violations } = refused(...args);
    expect(violations).toMatchObject([{ field: 'state', detail, remedy: expect.stringContaining('delete the state') }]);
  }
  expect(readFileSync(state)).toEqual(written);
  writeFileSync(state, written.subarray(0, -1));
  expect(refused('--state', state, path).violations[0].detail).toBe('is damaged or cut short');
  expect(refused('--state', join(folder, 'none', 'state'), path).violations[0]).toMatchObject({ field: '--state' });
});

test('says what it can do', () => {
  const { status, stdout } = solve(['--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/--seed N[\s\S]*Exit status/);
});
