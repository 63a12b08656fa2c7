import type { WriteStream } from 'node:tty';

const WIDTH = 32;
/** Where there is no terminal, a line is written at each of these shares. */
const PLAIN_STEP = 0.25;

/** A progress bar on a terminal; elsewhere a line now and then, without control characters. */
export class ProgressBar {
  readonly #out: WriteStream;
  #title = '';
  #toldShare = 0;
  #open = false;

  constructor(out: WriteStream) {
    this.#out = out;
  }

  /** Says what is being done, without a bar. */
  say(title: string): void {
    this.end();
    this.#title = title;
    if (this.#out.isTTY) this.#write(title);
    else this.#out.write(`${title}\n`);
  }

  /** Shows how far it has come, 0 to 1. */
  show(title: string, share: number): void {
    if (title !== this.#title) {
      this.end();
      this.#title = title;
      this.#toldShare = 0;
    }
    const percent = `${Math.round(share * 100)}%`.padStart(4);
    if (this.#out.isTTY) {
      const full = Math.round(share * WIDTH);
      this.#write(`${title.padEnd(22)} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${percent}`);
    } else if (share >= Math.min(1, this.#toldShare + PLAIN_STEP) && this.#toldShare < 1) {
      this.#toldShare = share;
      this.#out.write(`${title} ${percent.trim()}\n`);
    }
  }

  /** Leaves the terminal's line free. */
  end(): void {
    if (this.#open) this.#out.write('\r\x1b[K');
    this.#open = false;
    this.#title = '';
  }

  #write(line: string): void {
    this.#out.write(`\r\x1b[K${line.slice(0, (this.#out.columns || 80) - 1)}`);
    this.#open = true;
  }
}
