import type { App } from '../app.ts';
import { registerCreateReview } from './reviews/create-review.ts';
import { registerDeleteReviewSettings } from './reviews/delete-review-settings.ts';
import { registerGetReview } from './reviews/get-review.ts';
import { registerGetReviewSettings } from './reviews/get-review-settings.ts';
import { registerGetStanding } from './reviews/get-standing.ts';
import { registerListReviews } from './reviews/list-reviews.ts';
import { registerPutReviewSettings } from './reviews/put-review-settings.ts';

/** Routes of reviews: when they are made, and what they find. */
export function registerReviewRoutes(app: App): void {
  registerGetReviewSettings(app);
  registerPutReviewSettings(app);
  registerDeleteReviewSettings(app);
  registerGetStanding(app);
  registerCreateReview(app);
  registerListReviews(app);
  registerGetReview(app);
}
