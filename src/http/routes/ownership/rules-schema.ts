import { z } from '@hono/zod-openapi';
import type { PlanRules } from '../../../application/plan-rules.ts';
import { STATUS_GROUPS } from '../../../domain/account-status.ts';
import { momentText } from '../../../domain/moment.ts';
import type { OwnershipRule, RuleCondition } from '../../../domain/plan-event.ts';
import { closedObject } from '../../closed-object.ts';
import { idText } from '../../id-text.ts';
import { nameSchema } from '../../name-schema.ts';
import { ownerInput, toNamedOwner } from './owner-input.ts';

/** Rules of one line. */
const MAX_RULES = 200;
const MAX_VALUES = 100;

/** Attributes of accounts may have line breaks. */
const valueText = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), { error: 'is not printable; send text' });
const values = z.array(valueText).min(1).max(MAX_VALUES);

const conditionInput = closedObject({
  segments: values
    .optional()
    .openapi({ description: 'Segments of which the account is in any.', example: ['enterprise'] }),
  productLines: values.optional().openapi({ description: 'Product lines of which it has any.', example: undefined }),
  sizes: values.optional().openapi({ description: 'Sizes of which it has any.', example: undefined }),
  statuses: z
    .array(z.enum(STATUS_GROUPS))
    .min(1)
    .max(STATUS_GROUPS.length)
    .optional()
    .openapi({ description: 'Statuses of which it has any; `unknown`: nobody says one.', example: undefined }),
  skills: values.optional().openapi({ description: 'Skills of which it needs any.', example: undefined }),
  attributes: z
    .record(valueText, values)
    .refine((attributes) => Object.keys(attributes).length <= 20, { error: 'has more than 20 attributes; send fewer' })
    .optional()
    .openapi({ description: 'Values of attributes, of which it has any for each name.', example: undefined }),
})
  .refine(
    (condition) => Object.values(condition).some((member) => member !== undefined && Object.keys(member).length > 0),
    {
      error:
        'says nothing of an account; send at least one of segments, productLines, sizes, statuses, skills, attributes',
    },
  )
  .openapi('RuleCondition', { example: { segments: ['enterprise'] } });

/** A rule as callers give it. */
const ruleInput = closedObject({
  id: idText(100).openapi({ description: 'The caller’s own id, unique among the rules.', example: 'key-accounts' }),
  name: nameSchema
    .optional()
    .openapi({ description: 'What people call it; its id when left out.', example: 'Key accounts' }),
  when: conditionInput.openapi({ description: 'All members hold; of the values of one, any.' }),
  owner: ownerInput,
}).openapi('OwnershipRule');

/** Rules as callers give them, the first that is met first. */
export const rulesInput = z
  .array(ruleInput)
  .max(MAX_RULES)
  .superRefine((rules, context) => {
    const seen = new Set<string>();
    rules.forEach(({ id }, at) => {
      if (seen.has(id))
        context.addIssue({
          code: 'custom',
          path: [at, 'id'],
          message: 'is there twice; give each rule an id of its own',
        });
      seen.add(id);
    });
  })
  .openapi({ description: 'All rules of the line in their order; the first one that an account meets counts.' });

/** Rules at a moment. */
export const rulesSchema = z
  .object({
    line: z.string().nullable().openapi({ description: 'Line of the plan; null: all accounts.', example: null }),
    rules: z.array(ruleInput).max(MAX_RULES).openapi({ description: 'In their order.' }),
    from: z.iso
      .datetime()
      .nullable()
      .openapi({ description: 'Since when they hold; null: from the beginning.', example: '2027-03-01T09:00:00.000Z' }),
    until: z.iso.datetime().nullable().openapi({ description: 'Until when, as far as is known.', example: null }),
    version: z.number().int().openapi({
      description: 'Number of the last entry in the log that changed rules of the line; 0 where none did.',
      example: 18,
    }),
  })
  .openapi('PlanRules');

/** The rules that are meant. */
export function toRules(rules: z.infer<typeof rulesInput>): OwnershipRule[] {
  return rules.map(({ id, name, when, owner }) => ({
    ruleId: id,
    name: name ?? id,
    when: Object.fromEntries(Object.entries(when).filter(([, member]) => member !== undefined)) as RuleCondition,
    owner: toNamedOwner(owner),
  }));
}

/** Rules as JSON holds them. */
export function rulesBody({ line, rules, fromMs, untilMs, version }: PlanRules): z.infer<typeof rulesSchema> {
  const body = rules.map(({ ruleId, name, when, owner }) => ({ id: ruleId, name, when, owner }));
  return {
    line,
    rules: body as z.infer<typeof rulesSchema>['rules'],
    from: momentText(fromMs),
    until: momentText(untilMs),
    version,
  };
}
