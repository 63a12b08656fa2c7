import type { Layout } from '../../domain/layout.ts';
import { element } from './element.ts';
import { formatPercent } from './format-number.ts';
import { balancedMetrics } from './measures.ts';

/** What the form asks for: the body of `POST /v1/layouts/{layoutId}/rebalance`. */
export interface RebalanceRequest {
  readonly budget: { readonly metric: string; readonly share: number };
  readonly balance: Readonly<Record<string, number>>;
}

/** Choices that outlive a redraw of the form. */
export interface RebalanceChoice {
  sharePercent: number;
}

/** The form for a rebalance. While `progress` is a number it shows that and cannot be sent. */
export function rebalanceForm(
  layout: Layout,
  choice: RebalanceChoice,
  onSubmit: (request: RebalanceRequest) => void,
): HTMLFormElement {
  const metrics = balancedMetrics(layout);
  const metric = metrics[0] ?? 'accounts';
  const shown = element('output', { for: 'budget' }, formatPercent(choice.sharePercent / 100));
  const budget = element('input', {
    id: 'budget',
    type: 'range',
    min: 0.5,
    max: 20,
    step: 0.5,
    value: choice.sharePercent,
    oninput: () => {
      choice.sharePercent = Number(budget.value);
      shown.value = formatPercent(choice.sharePercent / 100);
    },
  });
  const tolerances = metrics.map((name) => ({ name, input: toleranceInput(name, layout.balance[name] ?? 0.1) }));
  const submit = (event: Event) => {
    event.preventDefault();
    const balance = Object.fromEntries(tolerances.map(({ name, input }) => [name, Number(input.value) / 100]));
    onSubmit({ budget: { metric, share: choice.sharePercent / 100 }, balance });
  };
  return element(
    'form',
    { id: 'rebalance', onsubmit: submit },
    element('h2', {}, 'Rebalance'),
    element('p', { class: 'quiet' }, 'A new layout of the accounts as they are now, with few moves.'),
    element(
      'div',
      { class: 'field' },
      element('label', { for: 'budget' }, `Move at most, of ${metric}`),
      shown,
      budget,
    ),
    element(
      'div',
      { class: 'tolerances' },
      ...tolerances.map(({ name, input }) => element('label', { class: 'field' }, `${name} ± %`, input)),
    ),
    element('button', { type: 'submit', class: 'primary' }, 'Rebalance'),
    element('progress', { id: 'progress', max: 1, value: 0, hidden: true, 'aria-label': 'Progress of the rebalance' }),
    element('p', { id: 'phase', class: 'quiet', 'aria-live': 'polite' }),
  );
}

/** Shows how far a rebalance has come; null: none is under way. */
export function showProgress(form: HTMLFormElement, progress: number | null, phase = ''): void {
  const bar = form.querySelector<HTMLProgressElement>('progress');
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
  const line = form.querySelector<HTMLElement>('#phase');
  if (bar === null || button === null || line === null) return;
  bar.hidden = progress === null;
  bar.value = progress ?? 0;
  button.disabled = progress !== null;
  if (line.textContent !== phase) line.textContent = phase;
}

function toleranceInput(metric: string, tolerance: number): HTMLInputElement {
  return element('input', {
    name: `tolerance-${metric}`,
    type: 'number',
    min: 0.1,
    max: 100,
    step: 0.1,
    required: true,
    value: Math.round(tolerance * 1e4) / 1e2,
  });
}
