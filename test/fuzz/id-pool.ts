import type { Dice } from './dice.ts';

const MOST = 30;

/** Ids that answers have named, by the names that paths give them. The first of each is the fixture's, and nothing deletes it. */
export class IdPool {
  readonly #ids = new Map<string, string[]>();
  readonly #forbidden = new Set<string>();

  /** Keeps an id out: the key that everything is sent with. */
  forbid(id: string): void {
    this.#forbidden.add(id);
  }

  add(name: string, id: string): void {
    if (this.#forbidden.has(id)) return;
    const ids = this.#ids.get(name) ?? [];
    this.#ids.set(name, ids);
    if (ids.includes(id)) return;
    ids.push(id);
    if (ids.length > MOST) ids.splice(1, 1);
  }

  /** An id of this name, undefined where there is none. */
  find(name: string, dice: Dice, { spare }: { readonly spare: boolean }): string | undefined {
    const ids = (this.#ids.get(name) ?? []).slice(spare ? 1 : 0);
    if (ids.length === 0) return undefined;
    return !spare && dice.chance(0.5) ? ids[0] : dice.pick(ids);
  }

  /** Any id at all, as likely of another name as of this. */
  findAny(dice: Dice): string | undefined {
    return this.find(dice.pick([...this.#ids.keys()]), dice, { spare: true });
  }

  /** Learns from an answer; `list` is what the items of a list are called. */
  learn(value: unknown, list: string | null): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === 'string' && name.endsWith('Id')) this.add(name, member);
      if (name === 'next' && typeof member === 'string') this.add('cursor', member);
      if (name === 'id' && typeof member === 'string' && list !== null) this.add(list, member);
    }
    const { items } = value as { items?: unknown };
    if (Array.isArray(items)) for (const item of items.slice(0, 5)) this.learn(item, list);
  }
}
