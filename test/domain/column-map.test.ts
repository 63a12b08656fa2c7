import { describe, expect, test } from 'vitest';
import { ColumnMap, parseColumnPairs } from '../../src/domain/column-map.ts';

function renamed(columns: string[], pairs: string[] = [], metrics: string[] = []) {
  const map = new ColumnMap(parseColumnPairs(pairs), metrics);
  return map.rename(columns.map((column) => [column, null] as const)).map(([name]) => name);
}

describe('columns of', () => {
  test.each([
    [
      'Salesforce, by field names',
      ['Id', 'Name', 'BillingLatitude', 'BillingLongitude', 'OwnerId', 'AnnualRevenue', 'ShippingLatitude'],
      ['id', 'name', 'lat', 'lng', 'repId', 'AnnualRevenue', 'ShippingLatitude'],
    ],
    [
      'a Salesforce report, by labels',
      ['Account ID', 'Account Name', 'Billing Latitude', 'Billing Longitude', 'Account Owner'],
      ['id', 'name', 'lat', 'lng', 'Account Owner'],
    ],
    ['a Data Loader export', ['ID', 'NAME', 'SHIPPINGLATITUDE', 'SHIPPINGLONGITUDE'], ['id', 'name', 'lat', 'lng']],
    [
      'HubSpot, by property names',
      ['hs_object_id', 'name', 'hs_latitude', 'hs_longitude', 'hubspot_owner_id', 'lifecyclestage'],
      ['id', 'name', 'lat', 'lng', 'repId', 'status'],
    ],
    [
      'a HubSpot export, by labels',
      ['Record ID', 'Company name', 'Latitude', 'Longitude', 'Company owner'],
      ['id', 'name', 'lat', 'lng', 'Company owner'],
    ],
    [
      'Dynamics, by column names',
      ['accountid', 'name', 'address1_latitude', 'address1_longitude', '_ownerid_value', 'accountnumber'],
      ['id', 'name', 'lat', 'lng', 'repId', 'accountnumber'],
    ],
    [
      'a Dynamics export, by labels',
      ['(Do Not Modify) Account', 'Account Name', 'Address 1: Latitude', 'Address 1: Longitude', 'Owner'],
      ['id', 'name', 'lat', 'lng', 'Owner'],
    ],
    [
      'our own, in any case',
      ['ID', 'product_lines', 'Required Skills', 'visit-minutes', 'VisitsPerPeriod', 'rep id'],
      ['id', 'productLines', 'requiredSkills', 'visitMinutes', 'visitsPerPeriod', 'repId'],
    ],
  ])('%s are known', (_, columns, names) => {
    expect(renamed(columns)).toEqual(names);
  });
});

test('a name of ours counts before a foreign one, in any order', () => {
  expect(renamed(['Account ID', 'id', 'latitude', 'lat'])).toEqual(['Account ID', 'id', 'latitude', 'lat']);
  expect(renamed(['ShippingLatitude', 'BillingLatitude'])).toEqual(['ShippingLatitude', 'lat']);
});

test('what the caller maps counts before all else, also where the name holds a comma or a colon', () => {
  const pairs = ['Key:id, Address 1: Latitude:LAT', 'City, State:region'];
  expect(renamed(['Key', 'Address 1: Latitude', 'City, State', 'Account ID'], pairs)).toEqual([
    'id',
    'lat',
    'region',
    'Account ID',
  ]);
  expect(renamed(['Id', 'id', 'External Key'], ['External Key:id'])).toEqual(['Id', 'file.id', 'id']);
});

test('a declared metric keeps its column', () => {
  expect(renamed(['latitude', 'size'], [], ['size', 'latitude'])).toEqual(['latitude', 'size']);
});

test('uses say what each column was taken for', () => {
  const map = new ColumnMap();
  map.rename([[' Record ID ', 1] as const, ['note', 2] as const]);
  expect(map.uses()).toEqual([
    { column: 'Record ID', as: 'id' },
    { column: 'note', as: 'note' },
  ]);
});

test('pairs that are none are refused all at once', () => {
  expect(() => parseColumnPairs(['lat', 'a:id,a:name', ':x'])).toThrowError(
    expect.objectContaining({
      kind: 'invalid-parameter',
      violations: [
        expect.objectContaining({ value: 'lat', detail: 'is not a pair' }),
        expect.objectContaining({ value: 'a:name', detail: 'maps a column twice' }),
        expect.objectContaining({ value: ':x', detail: 'is not a pair' }),
      ],
    }),
  );
});
