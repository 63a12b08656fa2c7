import type { BinnedAccount } from '../../../application/account-store.ts';
import { ACCOUNT_FIELDS, findField } from '../../../domain/account-field.ts';
import { csvLine } from '../../csv-line.ts';

/** Accounts as CSV (RFC 4180) that uploads read back: fields, metrics, attributes. No text in it is a formula to a spreadsheet. */
export async function* accountCsv(
  pages: AsyncIterable<readonly BinnedAccount[]>,
  metrics: readonly string[],
  attributes: readonly string[],
): AsyncGenerator<string> {
  const taken = new Set(metrics);
  const heads = attributes.map((name) => (findField(name) !== null || taken.has(name) ? `attributes.${name}` : name));
  yield csvLine([...ACCOUNT_FIELDS, ...metrics, ...heads]);
  for await (const accounts of pages) {
    for (const { account } of accounts) {
      yield csvLine([
        ...ACCOUNT_FIELDS.map((field) => account[field]),
        ...metrics.map((metric) => account.metrics[metric] ?? 0),
        ...attributes.map((name) => (Object.hasOwn(account.attributes, name) ? account.attributes[name] : null)),
      ]);
    }
  }
}
