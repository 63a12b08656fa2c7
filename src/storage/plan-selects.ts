/** The number of a plan, as a statement: ?1 is its workspace, ?2 its id. */
export const PLAN = 'SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2';

/** The number of the set of accounts that is in force in a plan, likewise. */
export const IN_FORCE = 'SELECT set_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2';

/** The same where other parameters come before the two. */
export const IN_FORCE_NEXT = 'SELECT set_number FROM plans WHERE workspace_id = ? AND plan_id = ?';
