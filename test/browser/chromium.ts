import { type Browser, chromium, type Page } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Debian's Chromium, headless, and quiet towards the network. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Waits until the map has drawn all that it has to draw. */
export async function mapAtRest(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { map } = (globalThis as unknown as HexalignPage).hexalign;
    return map.getLayer('territories') !== undefined && map.loaded() && !map.isMoving();
  });
}

/** What the page shows to its tests. */
export interface HexalignPage {
  readonly hexalign: { readonly map: import('maplibre-gl').Map };
}
