import { describe, expect, test } from 'vitest';
import { orderStops, type Travel, tourMinutes } from '../../src/domain/tour-order.ts';
import { type Stop, travelOf, visitingTour } from '../../src/domain/visiting-tour.ts';
import { Dice } from '../fuzz/dice.ts';

const HOME = { lat: 48, lng: 11 };

/** Some stops, mostly in towns, within so many degrees of home. */
function madeStops(dice: Dice, count: number, spreadDeg = 1): Stop[] {
  const around = (size: number) => (dice.next() - 0.5) * 2 * size;
  const towns = Array.from({ length: dice.whole(1, 4) }, () => ({ lat: around(spreadDeg), lng: around(spreadDeg) }));
  return Array.from({ length: count }, () => {
    const town = dice.pick(towns);
    const [lat, lng] = dice.chance(0.6)
      ? [town.lat + around(spreadDeg / 8), town.lng + around(spreadDeg / 8)]
      : [around(spreadDeg), around(spreadDeg)];
    return { lat: HOME.lat + lat, lng: HOME.lng + lng, minutes: dice.pick([15, 30, 45, 60, 90]), due: null };
  });
}

/** The least travel through each set of stops, from home and back (Held and Karp, 1962): by the bits of the set. */
function exactTravel(count: number, { between, home }: Travel): Float64Array {
  const ways = Array.from({ length: count }, (_, a) => Array.from({ length: count }, (_, b) => between(a, b)));
  const sets = 2 ** count;
  const least = new Float64Array(sets * count).fill(Infinity);
  const closed = new Float64Array(sets).fill(Infinity);
  closed[0] = 0;
  for (let stop = 0; stop < count; stop++) least[2 ** stop * count + stop] = home(stop);
  for (let set = 1; set < sets; set++) {
    for (let last = 0; last < count; last++) {
      const minutes = least[set * count + last] as number;
      if (minutes === Infinity) continue;
      closed[set] = Math.min(closed[set] as number, minutes + home(last));
      for (let next = 0; next < count; next++) {
        if (set & (2 ** next)) continue;
        const at = (set | (2 ** next)) * count + next;
        least[at] = Math.min(least[at] as number, minutes + (ways[last]?.[next] as number));
      }
    }
  }
  return closed;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the order of a day', () => {
  test.each([
    ['with a home', HOME],
    ['without one', null],
  ])('takes hardly more travel than the best there is, %s', (_, home) => {
    const dice = new Dice(11);
    const excess: number[] = [];
    for (let days = 0; days < 300; days++) {
      const count = dice.whole(4, 11);
      const stops = madeStops(dice, count);
      const travel = travelOf(stops, home);
      const order = orderStops(
        stops.map((_, at) => at),
        travel,
      );
      expect([...order].sort((a, b) => a - b)).toEqual(stops.map((_, at) => at));
      const exact = exactTravel(count, travel).at(-1) as number;
      const taken = tourMinutes(order, travel);
      expect(taken).toBeGreaterThanOrEqual(exact - 1e-9);
      excess.push(taken / exact - 1);
    }
    expect(mean(excess)).toBeLessThan(0.001);
    expect(Math.max(...excess)).toBeLessThan(0.08);
  });
});

describe('days', () => {
  test('are about as few as can be, with about as little travel', () => {
    const dice = new Dice(12);
    const excess: number[] = [];
    let [more, rounds] = [0, 0];
    for (; rounds < 200; rounds++) {
      const count = 8;
      const stops = madeStops(dice, count, 0.6);
      const hours = dice.pick([4, 6, 8]);
      const days = visitingTour(stops, HOME, hours);
      const travel = travelOf(stops, HOME);
      const ways = exactTravel(count, travel);
      // The best of all divisions: fewest days, then least travel.
      const sets = 2 ** count;
      const best = Array.from({ length: sets }, () => ({ days: Infinity, minutes: Infinity }));
      best[0] = { days: 0, minutes: 0 };
      const isDay = Array.from({ length: sets }, (_, set) => {
        const visits = stops.reduce((sum, { minutes }, at) => sum + (set & (2 ** at) ? minutes : 0), 0);
        return (ways[set] as number) + visits <= hours * 60 || (set & (set - 1)) === 0;
      });
      for (let set = 1; set < sets; set++) {
        const own = best[set] as (typeof best)[number];
        for (let day = set; day > 0; day = (day - 1) & set) {
          const before = best[set ^ day] as (typeof best)[number];
          if (!isDay[day]) continue;
          const [count, minutes] = [before.days + 1, before.minutes + (ways[day] as number)];
          if (count < own.days || (count === own.days && minutes < own.minutes))
            Object.assign(own, { days: count, minutes });
        }
      }
      const exact = best.at(-1) as (typeof best)[number];
      expect(days.length).toBeGreaterThanOrEqual(exact.days);
      if (days.length > exact.days) more++;
      else excess.push(days.reduce((sum, { travelMinutes }) => sum + travelMinutes, 0) / exact.minutes - 1);
      expect(days.length).toBeLessThanOrEqual(exact.days + 1);
    }
    expect(more / rounds).toBeLessThan(0.12);
    expect(mean(excess)).toBeLessThan(0.01);
    expect(Math.max(...excess)).toBeLessThan(0.15);
  });

  test('visit each stop once, keep to the hours unless one visit alone takes longer, and have at most forty stops', () => {
    const dice = new Dice(13);
    for (const [count, hours, home] of [
      [0, 8, HOME],
      [1, 8, null],
      [700, 8, HOME],
      [700, 5, null],
    ] as const) {
      const stops = madeStops(dice, count, 1.5).map((stop, at) => ({
        ...stop,
        minutes: at % 9 === 0 ? 0 : stop.minutes,
      }));
      const days = visitingTour(stops, home, hours);
      expect(days.flatMap((day) => day.stops).sort((a, b) => a - b)).toEqual(stops.map((_, at) => at));
      const travel = travelOf(stops, home);
      for (const day of days) {
        expect(day.travelMinutes).toBeCloseTo(tourMinutes(day.stops, travel), 9);
        expect(day.stops.length).toBeLessThanOrEqual(40);
        if (day.stops.length > 1) expect(day.travelMinutes + day.visitMinutes).toBeLessThanOrEqual(hours * 60 + 1e-6);
      }
    }
  });

  test('come in the order of the earliest visit that is due in each, those without one last', () => {
    const dice = new Dice(14);
    const stops = madeStops(dice, 120).map((stop) => ({
      ...stop,
      due: dice.chance(0.2) ? `2026-0${dice.whole(1, 9)}-01` : null,
    }));
    const first = visitingTour(stops, HOME, 8).map(
      ({ stops: day }) => day.map((at) => stops[at]?.due ?? '~').sort()[0],
    );
    expect(first).toEqual([...first].sort());
  });

  test('hold together across the antimeridian, and are the same whenever they are asked for', () => {
    const east = [179.9, -179.9, 179.95, -179.95, 179.8, -179.8];
    const stops = east.map((lng) => ({ lat: -17, lng, minutes: 30, due: null }));
    const [day, ...others] = visitingTour(stops, { lat: -17, lng: 179.7 }, 8);
    expect([others, day?.stops.length]).toEqual([[], 6]);
    expect(day?.travelMinutes).toBeLessThan(4 * 60);
    expect(visitingTour(stops, null, 8)).toEqual(visitingTour(stops, null, 8));
  });
});
