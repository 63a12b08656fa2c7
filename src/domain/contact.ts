import type { UploadFields } from './upload-field.ts';

/** What a contact said to being written to. */
export const CONSENTS = ['granted', 'refused', 'unknown'] as const;

export type Consent = (typeof CONSENTS)[number];

/** A person at an account. */
export interface Contact {
  /** The caller's own id, unique within a plan; never an e-mail address, for it is told of some time after the contact is gone. */
  readonly id: string;
  /** Id of an account that the plan has: the contact goes with it. */
  readonly account: string;
  /** The full name; empty where there is none. */
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** BCP 47, in its canonical spelling. */
  readonly language: string | null;
  readonly consent: Consent;
  /** Day on which consent was granted or refused. */
  readonly consentOn: string | null;
  /** Nobody may write, whatever the consent. */
  readonly doNotContact: boolean;
}

/** Which contacts are meant; what is null does not matter. */
export interface ContactFilter {
  readonly account: string | null;
  readonly consent: Consent | null;
}

/** What tells that two contacts are written to at one address. */
export function addressOf(email: string): string {
  return email.toLowerCase();
}

/**
 * Columns of an upload of contacts.
 *
 * Source: names and labels of Salesforce's and HubSpot's Contact and of Dynamics' contact, as their exports have them.
 */
export const CONTACT_FIELDS = {
  id: ['contactid', 'contactid18', 'recordid', 'hsobjectid', 'donotmodifycontact'],
  account: ['accountid', 'companyid', 'associatedcompanyid', 'parentcustomerid', 'primaryassociatedcompanyid'],
  name: ['fullname', 'contactname'],
  firstName: ['givenname'],
  lastName: ['surname', 'familyname'],
  email: ['emailaddress', 'emailaddress1', 'workemail'],
  language: ['preferredlanguage', 'hslanguage', 'languagecode', 'locale'],
  consent: ['emailconsent', 'optin', 'optinstatus', 'subscriptionstatus'],
  consentOn: ['consentdate', 'consentday', 'optindate'],
  doNotContact: [
    ...['emailoptout', 'hasoptedoutofemail', 'optedout', 'optout', 'donotemail', 'donotbulkemail'],
    ...['hsemailoptout', 'unsubscribedfromallemail', 'unsubscribed'],
  ],
} as const satisfies UploadFields;
