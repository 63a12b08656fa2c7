import type { Page } from 'playwright-core';
import type { HexalignPage } from './chromium.ts';

export type Rgb = readonly [number, number, number];

/** The canvas as the map draws it next: its width, and RGBA bytes from the upper left. HTML above it is not in it. */
export async function readCanvas(page: Page): Promise<{ width: number; height: number; bytes: Uint8Array }> {
  const { width, height, base64 } = await page.evaluate(async () => {
    const { map } = (globalThis as unknown as HexalignPage).hexalign;
    const source = map.getCanvas();
    const copy = new OffscreenCanvas(source.width, source.height);
    const context = copy.getContext('2d') as OffscreenCanvasRenderingContext2D;
    await new Promise<void>((resolve) => {
      map.once('render', () => {
        context.drawImage(source, 0, 0);
        resolve();
      });
      map.triggerRepaint();
    });
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let binary = '';
    for (let at = 0; at < data.length; at += 32768) binary += String.fromCharCode(...data.subarray(at, at + 32768));
    return { width: copy.width, height: copy.height, base64: btoa(binary) };
  });
  return { width, height, bytes: Buffer.from(base64, 'base64') };
}

/** Share of the canvas' pixels that differ between two pictures of it. */
export function changedShare(before: Uint8Array, after: Uint8Array): number {
  let changed = 0;
  for (let at = 0; at < before.length; at += 4) {
    const distance = [0, 1, 2].reduce((sum, c) => sum + Math.abs((before[at + c] ?? 0) - (after[at + c] ?? 0)), 0);
    if (distance > 24) changed++;
  }
  return (changed * 4) / before.length;
}

/** A fill of some opacity above a ground. */
export function blended(fill: Rgb, ground: Rgb, opacity: number): Rgb {
  const mix = (c: number) => Math.round((fill[c] ?? 0) * opacity + (ground[c] ?? 0) * (1 - opacity));
  return [mix(0), mix(1), mix(2)];
}

/** `#rrggbb`. */
export function parseColor(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
