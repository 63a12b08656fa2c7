import type { App } from '../app.ts';
import { registerListAudit } from './audit/list-audit.ts';
import { registerVerifyAudit } from './audit/verify-audit.ts';
import { registerAcceptChallenge } from './challenges/accept-challenge.ts';
import { registerGetChallenge } from './challenges/get-challenge.ts';
import { registerListChallenges } from './challenges/list-challenges.ts';
import { registerOpenChallenge } from './challenges/open-challenge.ts';
import { registerRefuseChallenge } from './challenges/refuse-challenge.ts';
import { registerApprovePublication } from './publications/approve-publication.ts';
import { registerChangePublication } from './publications/change-publication.ts';
import { registerCorrectOwnership } from './publications/correct-ownership.ts';
import { registerDraftPublication } from './publications/draft-publication.ts';
import { registerGetPublication } from './publications/get-publication.ts';
import { registerListPublications } from './publications/list-publications.ts';
import { registerPublishPublication } from './publications/publish-publication.ts';
import { registerReturnPublication } from './publications/return-publication.ts';
import { registerSubmitPublication } from './publications/submit-publication.ts';
import { registerWithdrawPublication } from './publications/withdraw-publication.ts';

/** Routes of what is in force, was and will be. */
export function registerPublicationRoutes(app: App): void {
  registerDraftPublication(app);
  registerListPublications(app);
  registerGetPublication(app);
  registerChangePublication(app);
  registerSubmitPublication(app);
  registerApprovePublication(app);
  registerReturnPublication(app);
  registerPublishPublication(app);
  registerWithdrawPublication(app);
  registerCorrectOwnership(app);
  registerOpenChallenge(app);
  registerListChallenges(app);
  registerGetChallenge(app);
  registerAcceptChallenge(app);
  registerRefuseChallenge(app);
  registerListAudit(app);
  registerVerifyAudit(app);
}
