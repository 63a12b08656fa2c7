/** Signed area of a closed ring: positive where it turns counter-clockwise with y upward, clockwise with y downward. */
export function ringArea(ring: readonly (readonly number[])[]): number {
  let twice = 0;
  ring.forEach(([x = 0, y = 0], at) => {
    const [nextX = x, nextY = y] = ring[(at + 1) % ring.length] ?? [];
    twice += x * nextY - nextX * y;
  });
  return twice / 2;
}
