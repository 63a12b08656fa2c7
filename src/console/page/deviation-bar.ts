import { element } from './element.ts';
import { formatPercent, formatSignedPercent } from './format-number.ts';

/** Tolerances that the whole width of a bar shows: what is outside ends well beyond the marks. */
const WIDTH_TOLERANCES = 2;

/** A deviation as a bar from the target in the middle, with marks at the tolerance. */
export function deviationBar(deviation: number, tolerance: number | null): HTMLElement {
  const full = (tolerance ?? 0.1) * WIDTH_TOLERANCES;
  const share = Math.min(1, Math.abs(deviation) / Math.max(full, 1e-9)) * 50;
  const outside = tolerance !== null && Math.abs(deviation) > tolerance + 1e-9;
  const fill = element('span', { class: outside ? 'fill outside' : 'fill' });
  fill.style.width = `${share}%`;
  fill.style.left = deviation < 0 ? `${50 - share}%` : '50%';
  const marks = tolerance === null ? [] : [25, 75].map((left) => mark(left, 'mark'));
  const limit = tolerance === null ? 'not balanced' : `tolerance ${formatPercent(tolerance)}`;
  const label = `${formatSignedPercent(deviation)} from target, ${limit}`;
  return element(
    'span',
    { class: 'bar', role: 'img', 'aria-label': label, title: label },
    mark(50, 'target'),
    fill,
    ...marks,
  );
}

function mark(leftPercent: number, kind: string): HTMLElement {
  const made = element('span', { class: kind });
  made.style.left = `${leftPercent}%`;
  return made;
}
