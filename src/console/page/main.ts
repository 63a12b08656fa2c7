import { ConsolePage } from './console-page.ts';

const page = new ConsolePage({
  map: document.querySelector('#map') as HTMLElement,
  content: document.querySelector('#content') as HTMLElement,
  notice: document.querySelector('#notice') as HTMLElement,
  engine: document.querySelector('#engine') as HTMLElement,
});

// For the browser's own console, and for tests that ask what is drawn.
Object.assign(globalThis, { hexalign: { map: page.map } });

await page.openAddress();
