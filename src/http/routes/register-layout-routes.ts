import type { App } from '../app.ts';

/** Routes of layouts and of the one-shot solve. */
export function registerLayoutRoutes(_app: App): void {}
