import type { Layout, LayoutId } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { decodeLeafTable, encodeLeafTable } from './leaf-bytes.ts';

/** A value in KV is at most 25 MiB. */
const MAX_VALUE_BYTES = 25 * 1024 * 1024;
/** Copies of what is no longer asked for, or was deleted, go by themselves; the next question makes them again. */
const EXPIRY = { expirationTtl: 30 * 86_400 };

/**
 * Copies of layouts in KV, under keys that hold workspace and layout id.
 *
 * A layout never changes, so a copy is never stale; read one only after the record has said that the layout exists, since KV
 * remembers what it did not find. Whatever fails here is a miss: D1 has the truth.
 */
export class KvLayoutCopies {
  readonly #kv: KVNamespace;

  constructor(kv: KVNamespace) {
    this.#kv = kv;
  }

  async findLayout(workspaceId: string, layoutId: LayoutId): Promise<Layout | null> {
    return orMiss(() => this.#kv.get<Layout>(documentKey(workspaceId, layoutId), 'json'));
  }

  async findLeaves(workspaceId: string, layoutId: LayoutId): Promise<LeafTable | null> {
    return orMiss(async () => {
      const bytes = await this.#kv.get(leavesKey(workspaceId, layoutId), 'arrayBuffer');
      return bytes === null ? null : decodeLeafTable(bytes);
    });
  }

  async put(workspaceId: string, layout: Layout, leaves: LeafTable): Promise<void> {
    await this.putLayout(workspaceId, layout);
    await this.putLeaves(workspaceId, layout.layoutId, leaves);
  }

  async putLayout(workspaceId: string, layout: Layout): Promise<void> {
    const text = JSON.stringify(layout);
    await orMiss(() => this.#kv.put(documentKey(workspaceId, layout.layoutId), text, EXPIRY));
  }

  async putLeaves(workspaceId: string, layoutId: LayoutId, leaves: LeafTable): Promise<void> {
    const bytes = encodeLeafTable(leaves);
    if (bytes.byteLength > MAX_VALUE_BYTES) return;
    await orMiss(() => this.#kv.put(leavesKey(workspaceId, layoutId), bytes, EXPIRY));
  }

  /** Deletes both copies of a layout. */
  async drop(workspaceId: string, layoutId: LayoutId): Promise<void> {
    await orMiss(() => this.#kv.delete(documentKey(workspaceId, layoutId)));
    await orMiss(() => this.#kv.delete(leavesKey(workspaceId, layoutId)));
  }

  /** Deletes some of the copies of a workspace. Answers how many; throws where KV fails. */
  async dropSome(workspaceId: string, limit: number): Promise<number> {
    const { keys } = await this.#kv.list({ prefix: `layout/${workspaceId}/`, limit });
    for (const { name } of keys) await this.#kv.delete(name);
    return keys.length;
  }
}

function documentKey(workspaceId: string, layoutId: LayoutId): string {
  return `layout/${workspaceId}/${layoutId}/document`;
}

function leavesKey(workspaceId: string, layoutId: LayoutId): string {
  return `layout/${workspaceId}/${layoutId}/leaves`;
}

async function orMiss<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    console.warn('The layout cache failed; the record answers.', error);
    return null;
  }
}
