import { element } from './element.ts';
import { ProblemError } from './problem.ts';

/** Shows what went wrong, in the words of the problem document where there is one; null takes it away. */
export function showNotice(place: HTMLElement, error: unknown): void {
  if (error === null) {
    place.replaceChildren();
    return;
  }
  const { title, detail, violations } =
    error instanceof ProblemError
      ? error.problem
      : { title: 'The server cannot be reached', detail: error instanceof Error ? error.message : '', violations: [] };
  place.replaceChildren(
    element(
      'div',
      { class: 'notice' },
      element(
        'button',
        { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => place.replaceChildren() },
        '×',
      ),
      element('strong', {}, title),
      detail ? element('p', {}, detail) : null,
      violations === undefined || violations.length === 0
        ? null
        : element(
            'ul',
            {},
            ...violations.slice(0, 10).map((one) => element('li', {}, `${one.field} ${one.detail}: ${one.remedy}`)),
          ),
    ),
  );
}
