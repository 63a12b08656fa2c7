import { Failure } from './failure.ts';

/** The failure of what began on a set of accounts that another upload has replaced since. */
export function accountsReplaced(): Failure {
  return new Failure(
    'accounts-replaced',
    'another upload has replaced the accounts of this plan meanwhile: send the request again',
  );
}
