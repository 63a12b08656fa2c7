import type { App } from '../app.ts';
import { registerListActuals } from './actuals/list-actuals.ts';
import { registerPutActuals } from './actuals/put-actuals.ts';
import { registerSumActuals } from './actuals/sum-actuals.ts';
import { registerGetPipelineStages } from './deals/get-pipeline-stages.ts';
import { registerListDeals } from './deals/list-deals.ts';
import { registerPutDeals } from './deals/put-deals.ts';
import { registerPutPipelineStages } from './deals/put-pipeline-stages.ts';
import { registerGetPerformance } from './performance/get-performance.ts';

/** Routes of what was achieved in a plan, and what may come. */
export function registerPerformanceRoutes(app: App): void {
  registerPutActuals(app);
  registerListActuals(app);
  registerSumActuals(app);
  registerPutPipelineStages(app);
  registerGetPipelineStages(app);
  registerPutDeals(app);
  registerListDeals(app);
  registerGetPerformance(app);
}
