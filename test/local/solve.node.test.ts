import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('says what it can do', () => {
  const { status, stdout } = solve(['--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/--seed N[\s\S]*Exit status/);
});
