import { z } from '@hono/zod-openapi';
import type { HierarchyRequest } from '../../../application/solve-hierarchy.ts';
import { Failure, type Violation } from '../../../domain/failure.ts';
import { MAX_LEVELS, MAX_PARENTS } from '../../../domain/hierarchy.ts';
import type { CountedLevel } from '../../../domain/read-levels.ts';
import type { GivenTree } from '../../../domain/read-tree.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { nameSchema } from '../../name-schema.ts';
import { givenBalance, layoutMembers } from '../layouts/layout-options.ts';
import { levelName, managerOf, managerSchema, phrase } from './hierarchy-schema.ts';

const givenNode = closedObject({
  id: phrase(100).openapi({ description: "The caller's own id, unique within the hierarchy.", example: 'd1' }),
  name: nameSchema.openapi({ description: 'A name for people.', example: 'Coast' }),
  level: levelName,
  parent: phrase(100).nullish().openapi({
    description: 'Id of a node of the next level; null, or left out, at the top.',
    example: 'r1',
  }),
  manager: managerSchema.nullish(),
});

const countedLevel = closedObject({
  name: levelName,
  count: z.number().int().min(1).max(MAX_PARENTS).openapi({ description: 'How many nodes to make.', example: 5 }),
});

const { balance, seed, effort } = layoutMembers;

/** At which levels nodes are to be in one piece. */
export const connectedMember = z
  .union([z.boolean(), z.array(levelName).max(MAX_LEVELS)])
  .optional()
  .openapi({
    description:
      'Whether nodes must be in one piece, or at which levels. When left out no in a given tree, yes in one that is solved.',
    example: true,
  });

const members = closedObject({
  levels: z
    .array(z.union([levelName, countedLevel]))
    .min(1)
    .max(MAX_LEVELS)
    .openapi({
      description:
        'The level next to the territories first: names for a tree that is given, {name, count} for one that is to be solved.',
      example: ['district', 'region'],
    }),
  nodes: z.array(givenNode).min(1).max(MAX_PARENTS).optional().openapi({ description: 'All nodes of a given tree.' }),
  territories: z
    .record(z.string().max(200), z.string().max(100))
    .optional()
    .openapi({
      description: 'The node of the lowest level that each territory is under, by id, in a given tree.',
      example: { t1: 'd1', t2: 'd2' },
    }),
  connected: connectedMember,
  balance,
  seed,
  effort,
});

type GivenBody = z.infer<typeof members>;

/** A hierarchy that is given, or one that is to be solved. */
export const newHierarchySchema = members.check(blamedBy(checkForm)).openapi('NewHierarchy');

/** Whether a body gives a tree, and does not ask for one. */
function givesTree({ levels, nodes, territories }: GivenBody): boolean {
  return nodes !== undefined || territories !== undefined || levels.some((level) => typeof level === 'string');
}

/** Blames a body that is half of one form and half of the other. */
function checkForm(body: GivenBody): void {
  const violations = givesTree(body) ? faultsOfGiven(body) : [];
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
}

function faultsOfGiven(body: GivenBody): Violation[] {
  const counted = body.levels.flatMap((level, at): Violation[] =>
    typeof level === 'string'
      ? []
      : [
          {
            field: `/levels/${at}`,
            value: JSON.stringify(level),
            detail: 'has a count in a tree that is given',
            remedy: 'send its name, or leave nodes and territories out and give every level a count',
          },
        ],
  );
  const missing = (['nodes', 'territories'] as const)
    .filter((name) => body[name] === undefined)
    .map((name) => ({
      field: `/${name}`,
      value: '',
      detail: 'is missing from a tree that is given',
      remedy: 'send it, or give every level a count to have the tree solved',
    }));
  const solving = (['balance', 'seed', 'effort'] as const)
    .filter((name) => body[name] !== undefined)
    .map((name) => ({
      field: `/${name}`,
      value: JSON.stringify(body[name]),
      detail: 'is for a tree that is solved',
      remedy: 'leave it out, or give every level a count and leave nodes and territories out',
    }));
  return [...counted, ...missing, ...solving];
}

/** The tree that a body gives, null where it asks for one. */
export function givenTree(body: GivenBody): GivenTree | null {
  if (!givesTree(body)) return null;
  const levels = body.levels.map((level) => (typeof level === 'string' ? level : level.name));
  const nodes = (body.nodes ?? []).map(({ parent, manager, ...node }) => ({
    ...node,
    parent: parent ?? null,
    manager: managerOf(manager),
  }));
  return { levels, nodes, territories: body.territories ?? {}, connected: connectedLevels(body, levels, false) };
}

/** What a body asks of a tree that is solved. */
export function hierarchyRequest(body: GivenBody): HierarchyRequest {
  const levels = body.levels.filter((level): level is CountedLevel => typeof level !== 'string');
  const names = levels.map(({ name }) => name);
  return {
    levels,
    connected: connectedLevels(body, names, true),
    balance: givenBalance(body.balance),
    seed: body.seed ?? 1,
    effort: body.effort ?? 'normal',
  };
}

/** The levels that a body wants connected; `usual`: whether all are where it does not say. */
export function connectedLevels(
  { connected }: Pick<GivenBody, 'connected'>,
  levels: readonly string[],
  usual: boolean,
): readonly string[] {
  const asked = connected ?? usual;
  if (typeof asked === 'boolean') return asked ? [...levels] : [];
  return asked;
}
