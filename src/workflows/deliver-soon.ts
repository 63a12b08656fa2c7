import { waitUntil } from 'cloudflare:workers';
import type { Ports } from '../application/ports.ts';
import { startDueLanes } from '../application/start-deliveries.ts';

/** Has what is due sent after the answer. Where that fails the cron does so within a minute. */
export function deliverSoon(ports: Pick<Ports, 'deliveries' | 'deliveryRunner'>): () => void {
  return () => {
    waitUntil(
      startDueLanes(ports, Date.now()).catch((error: unknown) => {
        console.error(JSON.stringify({ deliveries: `not started: ${error}` }));
      }),
    );
  };
}
