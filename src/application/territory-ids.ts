import type { LayoutDraft } from '../domain/layout-draft.ts';
import { MAX_MADE_TERRITORIES } from '../domain/layout-limits.ts';
import { blame, type EditWork } from './edit-work.ts';

/** A draft with one more territory, at its end, that holds nothing yet. Its id is `t<number>`, of a number that neither the layout nor one that it was made from has used. */
export async function addTerritory(
  work: EditWork,
  draft: LayoutDraft,
  field: string,
  given: { readonly id?: string | undefined; readonly name?: string | undefined } = {},
): Promise<LayoutDraft> {
  const id = given.id ?? (await newId(work, draft));
  const { territories } = draft;
  if (territories.some((own) => own.id === id && !own.gone)) {
    blame(work, `${field}/id`, id, 'is the id of a territory already', 'send another id, or none');
  }
  if (territories.filter(({ gone }) => !gone).length >= MAX_MADE_TERRITORIES) {
    blame(work, field, id, 'is one territory too many', `make at most ${MAX_MADE_TERRITORIES}`);
  }
  const name = given.name ?? (/^t\d+$/.test(id) ? `Territory ${id.slice(1)}` : id);
  return { ...draft, territories: [...territories, { id, name, gone: false }] };
}

async function newId(work: EditWork, { territories }: LayoutDraft): Promise<string> {
  const { ports, workspaceId, layout } = work;
  work.lastNumber ??= await ports.layouts.largestTerritoryNumber(workspaceId, layout.layoutId);
  const numbers = territories.map(({ id }) => numberOf(id));
  work.lastNumber = Math.max(work.lastNumber, ...numbers) + 1;
  work.evidence.push(work.lastNumber);
  return `t${work.lastNumber}`;
}

/** The number of an id `t<number>`, or 0. Those that may be given are far below what is read here, so that there is always a next one. */
export function numberOf(id: string): number {
  return /^t\d{1,15}$/.test(id) ? Number(id.slice(1)) : 0;
}
