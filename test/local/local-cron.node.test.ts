import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { keepCron } from '../../src/local/local-cron.ts';

test('the cron runs at once and every two minutes, and goes on where the server does not answer', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    await keepCron(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(asked).toEqual(['/cdn-cgi/handler/scheduled']);
    vi.advanceTimersByTime(120_000);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    vi.advanceTimersByTime(120_000);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  } finally {
    vi.useRealTimers();
    told.mockRestore();
    server.close();
  }
});
