/// <reference types="vite/client" />
/// <reference types="@cloudflare/vitest-plugin/types" />

declare namespace Cloudflare {
  interface Env {
    readonly DB: D1Database;
    readonly CACHE: KVNamespace;
    readonly ASSETS: Fetcher;
    readonly BOOTSTRAP_SECRET: string;
    readonly COUNTERS: DurableObjectNamespace<import('../src/storage/request-counter.ts').RequestCounter>;
    readonly DELIVERIES: Workflow<import('../src/application/delivery-store.ts').LaneRef>;
    readonly REVIEWS: Workflow<import('../src/application/review-store.ts').StartedReview>;
    readonly WEBHOOK_LOOPBACK: string;
    readonly WEBHOOK_SEALING_KEY: string;
    readonly SOLVES: Workflow<import('../src/application/job-store.ts').JobRef>;
    readonly SEQUENCES: string;
    readonly HISTORIES: string;
    readonly MARKET: string;
    readonly MIGRATIONS: import('@cloudflare/vitest-plugin').D1Migration[];
  }
  interface GlobalProps {
    mainModule: typeof import('../src/worker.ts');
  }
}
