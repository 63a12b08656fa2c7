/**
 * `npm run bench:binning`: 1,000,000 places into cells, in workerd: h3-js one by one against h3o in the optimizer's WebAssembly, 5,000 at a time, in turns.
 * Both give texts, as the database takes them. Prints the CPU of each and their ratio.
 */
import { rmSync } from 'node:fs';
import { madeAccount } from './scale/made-accounts.ts';
import { bundleWorker, serveBundle } from './scale/served-bundle.ts';

const PLACES = 1_000_000;
const ROUNDS = 5;

const bundle = bundleWorker('test/metered/metered-worker.ts');
const { origin, workerd, stop } = await serveBundle(bundle);
try {
  const body = new Float64Array(PLACES * 2);
  for (let number = 0; number < PLACES; number++) {
    const { lat, lng } = madeAccount(number);
    body.set([lat, lng], number * 2);
  }
  const time = async (name: string) => {
    const startCpu = workerd.cpuSeconds();
    const answer = await fetch(`${origin}/bin?with=${name}`, { method: 'POST', body });
    return { text: await answer.text(), seconds: workerd.cpuSeconds() - startCpu };
  };
  const ratios: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [h3js, wasm] = [await time('h3-js'), await time('wasm')];
    if (h3js.text !== wasm.text) throw new Error(`they differ: ${h3js.text} and ${wasm.text}`);
    if (round > 0) ratios.push(h3js.seconds / wasm.seconds);
    console.log(
      `${round === 0 ? 'warm-up' : `round ${round}`}: h3-js ${h3js.seconds.toFixed(2)} s, WebAssembly ${wasm.seconds.toFixed(2)} s of CPU`,
    );
  }
  const median = ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  console.log(`${PLACES} places: h3-js takes ${median.toFixed(2)} times as long as WebAssembly (median of ${ROUNDS})`);
} finally {
  await stop();
  rmSync(bundle, { recursive: true, force: true });
}
