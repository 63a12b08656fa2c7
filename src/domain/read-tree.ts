import type { Violation } from './failure.ts';
import type { Manager, Parent, Tree } from './hierarchy.ts';
import { unknownLevels } from './read-levels.ts';
import { shorten } from './shorten.ts';

/** A tree as a caller gives it. */
export interface GivenTree {
  /** The level next to the territories first. */
  readonly levels: readonly string[];
  readonly nodes: readonly GivenParent[];
  /** Id of the parent of each territory, by its own. */
  readonly territories: Readonly<Record<string, string>>;
  readonly connected: readonly string[];
}

export interface GivenParent {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
  readonly manager: Manager | null;
}

/** What was made of a given tree, and everything that is wrong with it. Where anything is, parents of territories may be -1. */
export interface ReadTree {
  readonly tree: Tree;
  /** Position in the given nodes of each parent of the tree. */
  readonly given: readonly number[];
  readonly violations: readonly Violation[];
}

/** Reads a tree over the territories of these ids. */
export function readTree(given: GivenTree, territoryIds: readonly string[]): ReadTree {
  const { levels, nodes, connected } = given;
  const violations = [
    ...repeated(levels, '/levels', 'is the name of two levels'),
    ...repeated(
      nodes.map(({ id }) => id),
      '/nodes',
      'is the id of two nodes',
      '/id',
    ),
    ...unknownLevels(levels, connected),
    ...wrongParents(given),
    ...wrongTerritories(given, territoryIds),
    ...childless(given),
  ];
  const { parents, order, positions } = arrange(given);
  const territories = territoryIds.map((id) => {
    const at = positions.get(ownOf(given.territories, id) ?? '') ?? -1;
    return parents[at]?.level === 0 ? at : -1;
  });
  return { tree: { levels, connected, parents, territories }, given: order, violations };
}

/** Parents level by level, each as it was given; a parent that is not of the next level counts as none. */
function arrange({ levels, nodes }: GivenTree) {
  const levelOf = (at: number) => levels.indexOf(nodes[at]?.level ?? '');
  const order = nodes.map((_, at) => at).sort((a, b) => levelOf(a) - levelOf(b) || a - b);
  const positions = new Map<string, number>();
  order.forEach((at, position) => {
    positions.set(nodes[at]?.id ?? '', position);
  });
  const parents = order.map((at): Parent => {
    const { id, name, manager, parent } = nodes[at] as GivenParent;
    const above = parent === null ? undefined : positions.get(parent);
    const isNext = above !== undefined && levelOf(order[above] ?? -1) === levelOf(at) + 1;
    return { id, name, level: levelOf(at), parent: isNext ? above : null, manager };
  });
  return { parents, order, positions };
}

function repeated(names: readonly string[], field: string, detail: string, member = ''): Violation[] {
  const seen = new Set<string>();
  return names.flatMap((name, at) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ field: `${field}/${at}${member}`, value: shorten(name), detail, remedy: 'give each its own' }];
  });
}

/** Levels and parents of the nodes: each parent is of the next level, so that nothing is above itself. */
function wrongParents({ levels, nodes }: GivenTree): Violation[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  return nodes.flatMap(({ id, level, parent }, at): Violation[] => {
    const field = `/nodes/${at}/parent`;
    const own = levels.indexOf(level);
    if (own < 0) {
      const remedy = `name one of the levels: ${levels.join(', ')}`;
      return [{ field: `/nodes/${at}/level`, value: shorten(level), detail: 'is no level', remedy }];
    }
    const next = levels[own + 1];
    if (next === undefined) {
      const [detail, remedy] = [`${id} is at the top, ${level}: it has no parent`, 'send null'];
      return parent === null ? [] : [{ field, value: shorten(parent), detail, remedy }];
    }
    const remedy = `name a node of the level ${next}`;
    if (parent === null) return [{ field, value: 'null', detail: `${id} has no parent`, remedy }];
    const above = known.get(parent);
    if (above === undefined) return [{ field, value: shorten(parent), detail: 'is no node', remedy }];
    if (above.level === next) return [];
    const detail = isAboveItself(id, known)
      ? `${id} is its own ancestor`
      : `is of the level ${above.level}, not of the one after ${level}`;
    return [{ field, value: shorten(parent), detail, remedy }];
  });
}

function isAboveItself(id: string, known: ReadonlyMap<string, GivenParent>): boolean {
  let above = known.get(id)?.parent;
  for (let steps = 0; steps < known.size && above && above !== id; steps++) above = known.get(above)?.parent;
  return above === id;
}

function wrongTerritories({ levels, nodes, territories }: GivenTree, ids: readonly string[]): Violation[] {
  const lowest = new Set(nodes.filter(({ level }) => level === levels[0]).map(({ id }) => id));
  const known = new Set(ids);
  const remedy = `name a node of the level ${levels[0]}`;
  const missing = ids
    .filter((id) => !Object.hasOwn(territories, id))
    .map((id) => ({ field: pointer('/territories', id), value: '', detail: `${id} is under no node`, remedy }));
  const wrong = Object.entries(territories).flatMap(([id, parent]): Violation[] => {
    const field = pointer('/territories', id);
    if (!known.has(id)) {
      return [{ field, value: shorten(id), detail: 'is no territory of the layout', remedy: 'leave it out' }];
    }
    if (lowest.has(parent)) return [];
    const isThere = nodes.some((node) => node.id === parent);
    const detail = isThere ? 'is not a node of the lowest level' : 'is no node';
    return [{ field, value: shorten(parent), detail, remedy }];
  });
  return [...missing, ...wrong];
}

function childless({ levels, nodes, territories }: GivenTree): Violation[] {
  const above = new Set([...nodes.map(({ parent }) => parent), ...Object.values(territories)]);
  return nodes.flatMap(({ id, level }, at) => {
    if (above.has(id)) return [];
    const child = level === levels[0] ? 'territory' : 'node';
    const remedy = `leave it out, or put a ${child} under it`;
    return [{ field: `/nodes/${at}`, value: shorten(id), detail: `${id} has no ${child} under it`, remedy }];
  });
}

function ownOf(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A JSON pointer to a member of any name (RFC 6901). */
function pointer(field: string, name: string): string {
  return `${field}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
