/** Tables of reviews, each of which has a plan's number. */
export const REVIEW_TABLES = [
  'review_settings',
  'review_readings',
  'review_layouts',
  'review_parts',
  'reviews',
] as const;
