/** A ZIP area of the market, as the file has it. */
export interface MarketPlace {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly establishments: number;
  readonly employees: number;
}

/** Reads the market. Names hold commas, nothing else does. */
export function readMarket(csv: string): MarketPlace[] {
  return csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, id = '', name = '', ...figures] =
        /^([^,]*),(?:"([^"]*)"|[^,]*),([^,]*),([^,]*),([^,]*),([^,]*)$/.exec(line) ?? [];
      const [lat, lng, establishments, employees] = figures.map(Number) as [number, number, number, number];
      return { id, name, lat, lng, establishments, employees };
    });
}
