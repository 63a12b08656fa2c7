/** Makes a plan for made-up accounts, and answers its id. */
export async function createPlan({ origin, key }: { readonly origin: string; readonly key: string }): Promise<string> {
  const answer = await fetch(`${origin}/v1/plans`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'made-up accounts', metrics: ['revenue', 'visits'] }),
  });
  if (!answer.ok) throw new Error(`POST /v1/plans: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { planId: string }).planId;
}
