import { Failure } from './failure.ts';

/** The failure of what began on a set of accounts that another upload has replaced since. */
export function accountsReplaced(): Failure {
  return new Failure(
    'accounts-replaced',
    'another request has replaced the accounts of this plan, or changed the plan, meanwhile: send the request again',
  );
}
