import type { Context } from 'hono';
import type { Ports } from '../application/ports.ts';
import { refuseRows } from '../application/refuse-upload.ts';
import type { RowFileReader, RowUploads } from '../application/row-upload.ts';
import type { App } from './app.ts';
import type { HttpEnv } from './http-env.ts';
import { openRowFile } from './open-row-file.ts';
import { throwWithRows } from './throw-violations.ts';

/** Reads rows of one kind, and knows when two are of one key. */
interface RowsOfKind<Item> {
  readonly reader: RowFileReader<Item>;
  readonly store: Pick<RowUploads<Item, never>, 'keyOf'>;
}

/** Hook of a route that takes a file of rows of one kind for a plan: what is wrong with the rows is told beside what is wrong with the rest. `find`: the columns that the query maps. */
export function throwWithRowFile<Item>(
  app: App,
  { find }: { readonly find: (c: Context<HttpEnv>) => ReadonlyMap<string, string> | null },
  rowsOf: (ports: Ports) => RowsOfKind<Item>,
) {
  return throwWithRows(app, async (c, refused) => {
    const { ports, workspaceId } = c.var;
    const columns = find(c);
    // Without the map rows cannot be read.
    if (columns === null) return refused;
    const rows = { ...openRowFile(c, columns), ...rowsOf(ports) };
    return refuseRows(ports, workspaceId, c.req.param('planId') ?? '', rows, refused);
  });
}
