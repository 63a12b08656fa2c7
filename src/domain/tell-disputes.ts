import { type Dispute, type Imported, MAX_DISPUTES, MAX_DISPUTES_BYTES } from './imported.ts';

/** Disputes as an import tells them: as many of the first as its row bears, and how many others there are. `untold`: accounts that are known to be among these. */
export function tellDisputes(disputes: readonly Dispute[], untold: number): Pick<Imported, 'disputes' | 'untold'> {
  const told: Dispute[] = [];
  const encoder = new TextEncoder();
  let left = MAX_DISPUTES_BYTES;
  for (const dispute of disputes.slice(0, MAX_DISPUTES)) {
    left -= encoder.encode(JSON.stringify(dispute)).length;
    if (left < 0) break;
    told.push(dispute);
  }
  const others = disputes.slice(told.length);
  const accounts = others.reduce((sum, one) => sum + one.accounts, untold);
  if (accounts === 0) return { disputes: told };
  return { disputes: told, untold: { disputes: others.length + Number(untold > 0), accounts } };
}
