import { describe, expect, it } from 'vitest';
import { initSync } from '../../optimizer/pkg/hexalign_optimizer.js';
import module from '../../optimizer/pkg/hexalign_optimizer_bg.wasm';
import { digestLayout } from '../fixtures/digest-layout.mjs';
import frozen from '../fixtures/frozen-layouts.json';

initSync({ module });

describe('the optimizer in workerd gives the bytes that were frozen', () => {
  it.each(frozen)('$name', (problem) => {
    expect(digestLayout(problem)).toBe(problem.digest);
  });
});
