import { addressOf, CONTACT_FIELDS, type Consent, type Contact } from './contact.ts';
import { isEmpty } from './infer-metrics.ts';
import type { RawRow } from './raw-row.ts';
import { type CheckedRow, readRow } from './read-actual.ts';
import { readDay } from './read-day.ts';
import { type Blame, readId, readLabel, textOf } from './row-values.ts';
import { findUploadField } from './upload-field.ts';

const ONE_AT = /^[^\s@"(),:;<>[\\\]\p{Cc}]{1,64}@[^\s@"(),:;<>[\\\]\p{Cc}]+\.[^\s@"(),:;<>[\\\]\p{Cc}.]{2,}$/u;
/** RFC 5321, 4.5.3.1.3, without the brackets. */
const MAX_EMAIL = 254;

const YES = new Set(['true', 'yes', 'y', '1', 'x', 'wahr', 'ja']);
const NO = new Set(['false', 'no', 'n', '0', 'falsch', 'nein']);

/** What other systems write, letters alone. */
const CONSENT_WORDS: Readonly<Record<string, Consent>> = {
  ...{ granted: 'granted', given: 'granted', optedin: 'granted', optin: 'granted', subscribed: 'granted' },
  ...{ yes: 'granted', true: 'granted', confirmed: 'granted', allow: 'granted' },
  ...{ refused: 'refused', denied: 'refused', optedout: 'refused', optout: 'refused', unsubscribed: 'refused' },
  ...{ no: 'refused', false: 'refused', withdrawn: 'refused', revoked: 'refused', donotallow: 'refused' },
  ...{ unknown: 'unknown', pending: 'unknown', notset: 'unknown', none: 'unknown' },
};

/**
 * Reads one contact, or names everything that is wrong with its row, without the values: they are about a person. Other columns than its own are passed over,
 * but for a second one that says that nobody may write: one of them is enough.
 */
export function readContact(row: RawRow): CheckedRow<Contact> {
  const checked = readRow(row, (fields, tell) => {
    const blame: Blame = (field, _, detail, remedy) => tell(field, undefined, detail, remedy);
    const part = (field: string) => readLabel(field, fields.get(field), blame) ?? '';
    const [firstName, lastName] = [part('firstName'), part('lastName')];
    return {
      id: readContactId(fields.get('id'), blame),
      account: readId('account', fields.get('account'), blame),
      name: part('name') || `${firstName} ${lastName}`.trim(),
      ...{ firstName, lastName },
      email: readEmail(fields.get('email'), blame),
      language: readLanguage(fields.get('language'), blame),
      consent: readConsent(fields.get('consent'), blame),
      consentOn: isEmpty(fields.get('consentOn')) ? null : readDay('consentOn', fields.get('consentOn'), blame),
      doNotContact: readOptOuts(fields, blame),
    };
  });
  // A row that could not be taken apart is told with its text.
  return checked.ok ? checked : { ...checked, violations: checked.violations.map((one) => ({ ...one, value: '' })) };
}

function readContactId(value: unknown, blame: Blame): string {
  const id = readId('id', value, blame);
  if (id.includes('@')) {
    const detail = 'is an e-mail address: an id is still told of after the contact is deleted';
    blame('id', value, detail, 'send the id that your system gave the contact');
  }
  return id;
}

function readEmail(value: unknown, blame: Blame): string {
  const email = isEmpty(value) ? '' : textOf(value).trim();
  const remedy = 'send one address such as kim@example.com, without a name before it';
  if (email === '') blame('email', value, 'is empty', remedy);
  else if (email.length > MAX_EMAIL || addressOf(email).length > MAX_EMAIL)
    blame('email', value, `is longer than ${MAX_EMAIL} characters`, remedy);
  else if (!ONE_AT.test(email) || email.includes('..')) blame('email', value, 'is not an e-mail address', remedy);
  return email;
}

function readLanguage(value: unknown, blame: Blame): string | null {
  if (isEmpty(value)) return null;
  try {
    const [language = null] = Intl.getCanonicalLocales(textOf(value).trim().replaceAll('_', '-'));
    if (language !== null && language.length <= 35) return language;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  blame('language', value, 'is not a BCP 47 language tag', 'send one such as en, de-AT or zh-Hant, or nothing');
  return null;
}

function readConsent(value: unknown, blame: Blame): Consent {
  if (isEmpty(value)) return 'unknown';
  const word = textOf(value)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  if (Object.hasOwn(CONSENT_WORDS, word)) return CONSENT_WORDS[word] as Consent;
  blame('consent', value, 'is no consent', 'send granted, refused or unknown, or nothing');
  return 'unknown';
}

function readOptOuts(fields: RawRow['fields'], blame: Blame): boolean {
  let isOut = false;
  for (const [column, value] of fields) {
    if (isEmpty(value) || findUploadField(CONTACT_FIELDS, column)?.name !== 'doNotContact') continue;
    const word = textOf(value).trim().toLowerCase();
    if (YES.has(word)) isOut = true;
    else if (!NO.has(word)) blame('doNotContact', value, 'says neither yes nor no', 'send true or false, or nothing');
  }
  return isOut;
}
