import { element } from './element.ts';

/** Asks for a key. It goes into the address's fragment and to this server, nowhere else. */
export function keyForm(onKey: (key: string) => void): HTMLFormElement {
  const input = element('input', {
    id: 'key',
    type: 'password',
    required: true,
    autocomplete: 'off',
    placeholder: 'hxk_…',
    'aria-describedby': 'key-hint',
  });
  const submit = (event: Event) => {
    event.preventDefault();
    onKey(input.value.trim());
  };
  return element(
    'form',
    { id: 'key-form', onsubmit: submit },
    element('h2', {}, 'Open a workspace'),
    element('div', { class: 'field' }, element('label', { for: 'key' }, 'Key'), input),
    element(
      'p',
      { id: 'key-hint', class: 'quiet' },
      'On your own machine, npm start prints the address of the map with the key in it.',
    ),
    element('button', { type: 'submit', class: 'primary' }, 'Open'),
  );
}
