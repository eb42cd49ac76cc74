import { describe, expect, test } from 'vitest';
import { strikeOf, tileNames } from '../../../../app/views/flow/heat/heat-name.ts';

describe('the names of a tile', () => {
  test.each([
    [
      '$97,000 or above · Bitcoin price at 01:00',
      ['Bitcoin price ≥ $97,000', 'Bitcoin ≥ $97,000', 'Bit ≥ $97,000', '≥ $97,000', '$97,000'],
    ],
    ['At least $2.23 · XRP up by 00:15?', ['XRP up ≥ $2.23', 'XRP ≥ $2.23', '≥ $2.23', '$2.23']],
    [
      '52° to 54° · High in New York, Nov 22',
      ['High in New York 52°–54°', 'High 52°–54°', 'Hig 52°–54°', '52°–54°'],
    ],
    ['Cut 25 bp · Fed decision in Dec 9', ['Fed decision Cut 25 bp', 'Fed Cut 25 bp', 'Cut 25 bp']],
    ['Detroit · Detroit at Dallas', ['Detroit v Dallas', 'Detroit', 'Det']],
    [
      'San Diego · Los Angeles D vs San Diego Winner?',
      ['San Diego v Los Angeles D', 'San Diego', 'Diego', 'San'],
    ],
    ['J. Okafor · A. Novak at J. Okafor', ['J. Okafor v A. Novak', 'J. Okafor', 'Okafor', 'Oka']],
    ['Draw · Red Vale at Kingsbridge', ['Draw · Red Vale', 'Draw', 'Dra']],
    [
      'Republican · Presidential election winner',
      ['Republican · Presidential election winner', 'Republican', 'Rep'],
    ],
    [
      '80 or above · "The Hollow Tide" critics score, Nov 28',
      ['The Hollow Tide critics score ≥ 80', 'Hollow ≥ 80', 'Hol ≥ 80', '≥ 80', '80'],
    ],
    ['BTC15M 26MAY132000 00', ['BTC15M 26MAY132000 00', 'BTC15M 00', 'BTC 00', '00']],
    ['Combo 9F3A21', ['Combo 9F3A21', 'Com 9F3A21', '9F3A21']],
  ])('of "%s" grow shorter and keep what tells it apart', (name, expected) => {
    expect(tileNames(name)).toEqual(expected);
  });

  test('a name that was cut loses the cut word, never a half of one', () => {
    expect(tileNames('Another · Which film will win the award for the bes…')[0]).toBe(
      'Another · Which film will win the award for the',
    );
  });

  test('a name of signs alone has no tile name', () => {
    expect(tileNames(' · ')).toEqual([]);
  });
});

test('strikes are written in signs that mean the same', () => {
  expect(['6,800 or above', '40 or below', '6,775 to 6,800', 'Above 3%', 'Hold'].map(strikeOf)).toEqual([
    '≥ 6,800',
    '≤ 40',
    '6,775–6,800',
    '> 3%',
    'Hold',
  ]);
});
