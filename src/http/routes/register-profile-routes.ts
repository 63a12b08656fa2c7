import type { App } from '../app.ts';
import { registerGetLayoutQuality } from './profiles/get-layout-quality.ts';
import { registerGetPlanProfile } from './profiles/get-plan-profile.ts';
import { registerGetTerritoryProfile } from './profiles/get-territory-profile.ts';
import { registerListPlanProfileCells } from './profiles/list-plan-profile-cells.ts';
import { registerListTerritoryProfileCells } from './profiles/list-territory-profile-cells.ts';

/** Routes of profiles and quality. */
export function registerProfileRoutes(app: App): void {
  registerGetPlanProfile(app);
  registerListPlanProfileCells(app);
  registerGetTerritoryProfile(app);
  registerListTerritoryProfileCells(app);
  registerGetLayoutQuality(app);
}
