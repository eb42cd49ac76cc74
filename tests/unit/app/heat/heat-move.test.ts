import { describe, expect, test } from 'vitest';
import { nextTile, type Direction } from '../../../../app/views/flow/heat/heat-move.ts';

/** A tall tile at the left, two rows at the right, the lower one split. */
const boxes = [
  { x: 0, y: 0, width: 100, height: 100 },
  { x: 102, y: 0, width: 100, height: 49 },
  { x: 102, y: 51, width: 49, height: 49 },
  { x: 153, y: 51, width: 49, height: 49 },
];

describe('arrow keys on the treemap', () => {
  test.each<[number, Direction, number]>([
    [0, 'right', 1],
    [1, 'left', 0],
    [1, 'down', 2],
    [3, 'up', 1],
    [2, 'right', 3],
    [3, 'left', 2],
    [2, 'left', 0],
  ])('from tile %i %s goes to tile %i', (from, direction, to) => {
    expect(nextTile(boxes, from, direction)).toBe(to);
  });

  test.each<[number, Direction]>([
    [0, 'left'],
    [0, 'up'],
    [0, 'down'],
    [3, 'right'],
    [3, 'down'],
  ])('at the edge of the board tile %i stays when going %s', (from, direction) => {
    expect(nextTile(boxes, from, direction)).toBe(from);
  });

  test('a tile straight ahead wins over a nearer one aside', () => {
    const row = [
      { x: 0, y: 0, width: 40, height: 40 },
      { x: 44, y: 200, width: 40, height: 40 },
      { x: 120, y: 0, width: 40, height: 40 },
    ];
    expect(nextTile(row, 0, 'right')).toBe(2);
  });

  test('a tile that is not there leads nowhere', () => {
    expect(nextTile(boxes, 9, 'left')).toBe(9);
  });
});
