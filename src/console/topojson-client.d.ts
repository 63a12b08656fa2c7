declare module 'topojson-client' {
  import type { FeatureCollection, MultiLineString } from 'geojson';

  /** The features of one object of a topology. */
  export function feature(topology: object, object: object): FeatureCollection;
  /** The arcs of one object that pass the filter, as one geometry. */
  export function mesh(topology: object, object: object, filter: (a: object, b: object) => boolean): MultiLineString;
}
