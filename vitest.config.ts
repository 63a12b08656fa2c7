import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { bundleTested, fromTestedBundle, TESTED_MODULES, TESTED_WORKER } from './test/tested-bundle.ts';

const migrations = await readD1Migrations('src/storage/migrations');

/** Three states of the market that the sample is made on, as its file has them. */
const MARKET = gunzipSync(readFileSync('src/local/sample/us_zip_business_2016.csv.gz'))
  .toString()
  .split('\n')
  .filter((line, at) => at === 0 || /, (CT|NH|VT)",/.test(line))
  .join('\n');

/** Tests that read the repository's files, and those of the domain, which asks nothing of a runtime: they run in Node. */
const NODE_TESTS = ['test/contract/optimizer-package.test.ts', 'test/domain/**/*.test.ts', 'test/**/*.node.test.ts'];
/** What has runners of its own. */
const OTHER_TESTS = ['test/browser/**', 'test/bench/**'];

await bundleTested({ include: ['test/**/*.ts'], exclude: [...NODE_TESTS, ...OTHER_TESTS, 'test/fuzz/**'] });

/** Everything else runs in workerd with real D1 and KV. Storage lives per test file; `test/apply-migrations.ts` fills it first. HEXALIGN_SEQUENCES: how many random sequences of edits are tried; HEXALIGN_HISTORIES: how many random histories of ownership. */
export default defineConfig({
  test: {
    // Each request is a line in the log: only those of tests that fail are of interest.
    silent: 'passed-only',
    // One less than there are cores would leave half of a machine of two idle.
    maxWorkers: '100%',
    projects: [
      {
        plugins: [
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
        ],
        test: {
          name: 'worker',
          include: ['test/**/*.test.ts'],
          exclude: [...OTHER_TESTS, ...NODE_TESTS],
          globalSetup: ['test/receiver.ts'],
          setupFiles: ['test/apply-migrations.ts'],
          testTimeout: 30_000,
          // Hooks fill workspaces, with solves.
          hookTimeout: 30_000,
        },
      },
      { test: { name: 'node', include: NODE_TESTS } },
    ],
  },
});
