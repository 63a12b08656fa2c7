import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { bundleTested, fromTestedBundle, TESTED_MODULES, TESTED_WORKER } from './test/tested-bundle.ts';

const migrations = await readD1Migrations('src/storage/migrations');

/** Two states of the market that the sample is made on, as its file has them. Some of its deals close today, some on the last day of the fiscal year. */
const MARKET = gunzipSync(readFileSync('src/local/sample/us_zip_business_2016.csv.gz'))
  .toString()
  .split('\n')
  .filter((line, at) => at === 0 || /, (OR|WA)",/.test(line))
  .join('\n');

/** Tests that read the repository's files, and those of the domain, which asks nothing of a runtime: they run in Node. */
const NODE_TESTS = ['test/contract/optimizer-package.test.ts', 'test/domain/**/*.test.ts', 'test/**/*.node.test.ts'];
/** What has runners of its own. */
const OTHER_TESTS = ['test/browser/**', 'test/bench/**'];

/** Tests that send requests and read answers share an isolate and a database: each opens a workspace of its own. */
const SHARING_TESTS = ['test/http/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/edits/**/*.test.ts'];
/** Those among them that look at all that is stored, or store more than others could bear. */
const LONE_TESTS = ['delete-workspace', 'import-faults', 'large-transfer', 'large-upload', 'plans'].map(
  (name) => `test/http/${name}.test.ts`,
);

await bundleTested({ include: ['test/**/*.ts'], exclude: [...NODE_TESTS, ...OTHER_TESTS, 'test/fuzz/**'] });

/** What runs in workerd with real D1 and KV; `test/apply-migrations.ts` fills an empty database first. HEXALIGN_SEQUENCES: how many random sequences of edits are tried; HEXALIGN_HISTORIES: how many random histories of ownership. */
const worker = (): TestProjectInlineConfiguration['plugins'] => [
  fromTestedBundle(),
  cloudflareTest({
    main: TESTED_WORKER,
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      modulesRules: [TESTED_MODULES],
      bindings: {
        BOOTSTRAP_SECRET: 'a-bootstrap-secret-of-the-tests-0123456789',
        RATE_LIMIT_SCALE: '1000',
        WEBHOOK_LOOPBACK: '1',
        WEBHOOK_SEALING_KEY: 'a-sealing-key-of-the-tests-0123456789abcdef',
        SLICE_STEPS: '300000',
        SEQUENCES: process.env.HEXALIGN_SEQUENCES ?? '30',
        HISTORIES: process.env.HEXALIGN_HISTORIES ?? '20',
        MARKET,
        MIGRATIONS: migrations,
      },
    },
  }),
];
const IN_WORKER = {
  globalSetup: ['test/receiver.ts'],
  setupFiles: ['test/apply-migrations.ts'],
  testTimeout: 30_000,
  // Hooks fill workspaces, with solves.
  hookTimeout: 30_000,
};

export default defineConfig({
  test: {
    // Each request is a line in the log: only those of tests that fail are of interest.
    silent: 'passed-only',
    // One less than there are cores would leave half of a machine of two idle.
    maxWorkers: '100%',
    projects: [
      {
        plugins: worker(),
        test: {
          ...IN_WORKER,
          name: 'shared worker',
          include: SHARING_TESTS,
          exclude: [...LONE_TESTS, ...NODE_TESTS],
          // To start an isolate takes as long as most of these files.
          isolate: false,
        },
      },
      {
        plugins: worker(),
        test: {
          ...IN_WORKER,
          name: 'worker',
          include: [...LONE_TESTS, 'test/!(http|contract|edits)/**/*.test.ts'],
          exclude: [...OTHER_TESTS, ...NODE_TESTS],
        },
      },
      { test: { name: 'node', include: NODE_TESTS } },
    ],
  },
});
