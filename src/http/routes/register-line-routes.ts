import type { App } from '../app.ts';
import { registerDeleteLine } from './lines/delete-line.ts';
import { registerGetLine } from './lines/get-line.ts';
import { registerGetLineMatrix } from './lines/get-line-matrix.ts';
import { registerListLineConflicts } from './lines/list-line-conflicts.ts';
import { registerListLines } from './lines/list-lines.ts';
import { registerPutLine } from './lines/put-line.ts';

/** Routes of the lines of a plan. */
export function registerLineRoutes(app: App): void {
  registerPutLine(app);
  registerListLines(app);
  registerGetLine(app);
  registerDeleteLine(app);
  registerGetLineMatrix(app);
  registerListLineConflicts(app);
}
