import { z } from '@hono/zod-openapi';
import type { LayoutRequest } from '../../../application/layout-problem.ts';
import { type Balance, balanceOf, DEFAULT_BALANCE, parseBalance } from '../../../domain/balance.ts';
import type { Resolution } from '../../../domain/cell.ts';
import { Failure } from '../../../domain/failure.ts';
import { blamedBy } from '../../blamed-by.ts';
import { queryInteger, queryNumber } from '../../query-number.ts';

/** Territories of one layout. */
const MAX_TERRITORIES = 1000;

const DESCRIPTIONS = {
  territories: 'How many territories.',
  balance:
    'What each territory gets an equal share of, and by which fraction it may differ. The first metric also weighs in compactness.',
  seed: 'Another seed gives another layout of about the same quality; the same seed the same layout, to the byte.',
  effort: 'How long to search, in steps that depend on the size of the problem.',
  resolution: 'One fixed H3 resolution for all cells: none is split.',
  baseResolution: 'H3 resolution of the coarsest cells. Chosen, and the choice explained, when left out.',
  splitShare: "A cell heavier than this share of a territory's target is split into its children.",
  fillDistanceKm:
    'Gaps up to this distance between accounts are filled with empty cells. Four spacings of the base when left out; 0 fills nothing.',
};

const seedRange = { minimum: 0, maximum: 4294967295 };
const resolutionRange = { minimum: 0, maximum: 15 };
const splitRange = { minimum: 0.0001, maximum: 1 };
const fillRange = { minimum: 0, maximum: 2000 };
const effort = z.enum(['fast', 'normal', 'best']).openapi({ description: DESCRIPTIONS.effort });

/** Options of a solve as query parameters. */
export const layoutQuery = {
  territories: queryInteger({ minimum: 1, maximum: MAX_TERRITORIES })
    .optional()
    .openapi({ description: `${DESCRIPTIONS.territories} Required, here or in the JSON body.`, example: 2 }),
  balance: z
    .string()
    .max(5000)
    .check(blamedBy((text) => parseBalance(text, '')))
    .optional()
    .openapi({
      description: `${DESCRIPTIONS.balance} As \`metric:tolerance,...\`.`,
      example: 'accounts:0.5,revenue:0.5',
    }),
  seed: queryInteger(seedRange).optional().openapi({ description: DESCRIPTIONS.seed, example: 1 }),
  effort: effort.optional(),
  resolution: queryInteger(resolutionRange).optional().openapi({ description: DESCRIPTIONS.resolution }),
  baseResolution: queryInteger(resolutionRange).optional().openapi({ description: DESCRIPTIONS.baseResolution }),
  splitShare: queryNumber(splitRange).optional().openapi({ description: DESCRIPTIONS.splitShare, example: 0.02 }),
  fillDistanceKm: queryNumber(fillRange).optional().openapi({ description: DESCRIPTIONS.fillDistanceKm }),
};

const jsonInteger = ({ minimum, maximum }: { minimum: number; maximum: number }) =>
  z.number().int().min(minimum).max(maximum);

/** A balance as JSON: an object, or the same text as in a query. */
export const jsonBalance = z
  .union([z.string().max(5000), z.record(z.string().max(100), z.number())])
  .check(
    blamedBy((balance) =>
      typeof balance === 'string' ? parseBalance(balance, '') : balanceOf(Object.entries(balance), ''),
    ),
  )
  .openapi({ description: DESCRIPTIONS.balance, example: { establishments: 0.05, employees: 0.2 } });

/** Options of a solve as members of a JSON object. */
export const layoutMembers = {
  territories: jsonInteger({ minimum: 1, maximum: MAX_TERRITORIES }).openapi({
    description: DESCRIPTIONS.territories,
    example: 50,
  }),
  balance: jsonBalance.optional(),
  seed: jsonInteger(seedRange).optional().openapi({ description: DESCRIPTIONS.seed, example: 1 }),
  effort: effort.optional(),
  resolution: jsonInteger(resolutionRange).nullish().openapi({ description: DESCRIPTIONS.resolution }),
  baseResolution: jsonInteger(resolutionRange).nullish().openapi({ description: DESCRIPTIONS.baseResolution }),
  splitShare: z
    .number()
    .min(splitRange.minimum)
    .max(splitRange.maximum)
    .optional()
    .openapi({ description: DESCRIPTIONS.splitShare, example: 0.02 }),
  fillDistanceKm: z
    .number()
    .min(fillRange.minimum)
    .max(fillRange.maximum)
    .nullish()
    .openapi({ description: DESCRIPTIONS.fillDistanceKm }),
};

const TWO_RESOLUTIONS = 'says something other than resolution, which fixes one for all cells; send one of the two';

/** Options of which at most one is a resolution, for a schema: also where others of them are wrong. */
export function oneResolution<Options extends z.ZodType<Pick<GivenOptions, 'resolution' | 'baseResolution'>>>(
  options: Options,
): Options {
  return options.refine(isOneResolution, {
    path: ['baseResolution'],
    error: TWO_RESOLUTIONS,
    when: ({ value }) => typeof value === 'object' && value !== null,
  });
}

function isOneResolution({ resolution, baseResolution }: Pick<GivenOptions, 'resolution' | 'baseResolution'>): boolean {
  return (resolution ?? null) === null || (baseResolution ?? null) === null;
}

/** Options as they came, from a query or a body. */
export interface GivenOptions {
  readonly territories?: number | undefined;
  readonly balance?: string | Balance | undefined;
  readonly seed?: number | undefined;
  readonly effort?: 'fast' | 'normal' | 'best' | undefined;
  readonly resolution?: number | null | undefined;
  readonly baseResolution?: number | null | undefined;
  readonly splitShare?: number | undefined;
  readonly fillDistanceKm?: number | null | undefined;
}

/** A balance from a query or a body; the default where there is none. Throws `invalid-parameter`. */
export function givenBalance(balance: string | Balance | undefined): Balance {
  if (balance === undefined) return DEFAULT_BALANCE;
  return typeof balance === 'string' ? parseBalance(balance) : balanceOf(Object.entries(balance));
}

/** Options with what was left out filled in. Throws `invalid-parameter`. */
export function layoutRequest(given: GivenOptions): LayoutRequest {
  if (given.territories === undefined) {
    throw Failure.invalid('invalid-parameter', {
      field: 'territories',
      value: '',
      detail: 'is missing',
      remedy: `say how many territories to make, 1 to ${MAX_TERRITORIES}: territories=12`,
    });
  }
  const resolution = given.resolution ?? null;
  const baseResolution = given.baseResolution ?? null;
  if (!isOneResolution(given)) {
    const [detail, remedy] = TWO_RESOLUTIONS.split('; ') as [string, string];
    throw Failure.invalid('invalid-parameter', {
      field: 'baseResolution',
      value: String(baseResolution),
      detail,
      remedy,
    });
  }
  return {
    territories: given.territories,
    balance: givenBalance(given.balance),
    seed: given.seed ?? 1,
    effort: given.effort ?? 'normal',
    cover: {
      resolution: resolution as Resolution | null,
      baseResolution: baseResolution as Resolution | null,
      splitShare: given.splitShare ?? 0.02,
      fillDistanceKm: given.fillDistanceKm ?? null,
    },
  };
}
