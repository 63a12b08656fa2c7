import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = await readD1Migrations('src/storage/migrations');

/** Everything runs in workerd with real D1 and KV. Storage lives per test file; `test/apply-migrations.ts` fills it first. */
export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: { BOOTSTRAP_SECRET: 'a-bootstrap-secret-of-the-tests-0123456789', MIGRATIONS: migrations },
      },
    }),
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/bench/**', 'node_modules/**'],
    setupFiles: ['test/apply-migrations.ts'],
    testTimeout: 30_000,
  },
});
