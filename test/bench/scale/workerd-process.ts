import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** Clock ticks in a second, as Linux has them for programs. */
const TICKS = 100;

/** The workerd that this process started: what it took of memory and of the processors. Linux only. */
export class WorkerdProcess {
  readonly #pid: number;

  private constructor(pid: number) {
    this.#pid = pid;
  }

  /** The one workerd among the children of this process. */
  static find(): WorkerdProcess {
    const found = execFileSync('pgrep', ['--parent', String(process.pid), 'workerd'], { encoding: 'utf8' }).trim();
    const pids = found.split('\n').map(Number);
    if (pids.length !== 1) throw new Error(`${pids.length} workerd processes where one was expected`);
    return new WorkerdProcess(pids[0] as number);
  }

  /** Memory held now, in MB. */
  heldMb(): number {
    return this.#memoryMb('VmRSS');
  }

  /** The most memory held since the start or the last `resetPeak`, in MB. */
  peakMb(): number {
    return this.#memoryMb('VmHWM');
  }

  /** Makes the peak what is held now. */
  resetPeak(): void {
    writeFileSync(`/proc/${this.#pid}/clear_refs`, '5');
  }

  /** Seconds of processor time of all its threads until now, the database's included. */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  }

  #memoryMb(name: string): number {
    const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
  }
}
