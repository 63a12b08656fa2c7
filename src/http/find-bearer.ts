/** The token of an `Authorization: Bearer` header, or null. */
export function findBearer(header: string | undefined): string | null {
  return /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(header ?? '')?.[1] ?? null;
}
