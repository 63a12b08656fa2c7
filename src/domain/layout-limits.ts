/** Most leaves of a layout, which are held at once: the optimizer takes no more. */
export const MAX_LEAVES = 200_000;

/** Most territories of a layout that is made here; one that comes with a plan's file may have more. */
export const MAX_MADE_TERRITORIES = 1_000;
