/** Answers to requests with an idempotency key, so that a repeated request is carried out once. Times out by itself: what crashed holds nothing for long. */
export interface RequestLedger {
  /** Gives the key to this request, where no other has it or has had it within a day. */
  claim(claim: Claim): Promise<Claimed>;
  /** Says that the request still runs. */
  renew(claim: Claim): Promise<void>;
  /** Keeps the answer, unless the key has passed to another request. */
  record(claim: Claim, answer: RecordedAnswer): Promise<void>;
  /** Gives the key back with nothing recorded. */
  release(claim: Claim): Promise<void>;
}

/** A request's claim to an idempotency key. */
export interface Claim {
  readonly workspaceId: string;
  /** Method and path template: keys of different routes have nothing to do with each other. */
  readonly route: string;
  readonly keyDigest: string;
  /** Random: tells this request from others with the key. */
  readonly lease: string;
}

export type Claimed =
  | { readonly state: 'claimed' }
  | { readonly state: 'running'; readonly endsInMs: number }
  | { readonly state: 'answered'; readonly answer: RecordedAnswer };

/** The first answer to a request. */
export interface RecordedAnswer {
  /** Digest of all of the request that must be the same again. */
  readonly fingerprint: string;
  /** Length of the request's body. */
  readonly bodyBytes: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body is encrypted. */
  readonly sealed: boolean;
}
