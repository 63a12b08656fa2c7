import type { App } from '../app.ts';
import { registerGetLayoutQuality } from './profiles/get-layout-quality.ts';
import { registerGetPlanProfile } from './profiles/get-plan-profile.ts';
import { registerGetTerritoryProfile } from './profiles/get-territory-profile.ts';
import { registerListPlanProfileCells } from './profiles/list-plan-profile-cells.ts';
import { registerListTerritoryProfileCells } from './profiles/list-territory-profile-cells.ts';
import { registerGetText } from './texts/get-text.ts';
import { registerListTextVersions } from './texts/list-text-versions.ts';
import { registerListTexts } from './texts/list-texts.ts';
import { registerPutText } from './texts/put-text.ts';

/** Routes of profiles, quality and what managers write. */
export function registerProfileRoutes(app: App): void {
  registerGetPlanProfile(app);
  registerListPlanProfileCells(app);
  registerGetTerritoryProfile(app);
  registerListTerritoryProfileCells(app);
  registerGetLayoutQuality(app);
  registerPutText(app);
  registerGetText(app);
  registerListTexts(app);
  registerListTextVersions(app);
}
