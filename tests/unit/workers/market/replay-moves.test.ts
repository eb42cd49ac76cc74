import { expect, test } from 'vitest';
import { ReplayMoves } from '../../../../workers/market/replay-moves.ts';
import { settle } from '../../../support/manual-clock.ts';

/** A clock whose moves and finds end when they are let go. */
function setUp() {
  let at = 0;
  const gates: (() => void)[] = [];
  const gate = () => new Promise<void>((resolve) => gates.push(resolve));
  const moves = new ReplayMoves(
    async (goal, isOld) => {
      await gate();
      if (!isOld()) at = goal;
    },
    () => undefined,
  );
  return {
    moves,
    at: () => at,
    find: async (by: number) => {
      await gate();
      return at + by;
    },
    letGo: async () => {
      await settle();
      gates.shift()?.();
      await settle();
    },
  };
}

test('a goal that comes while a step still looks calls the step off', async () => {
  const { moves, at, find, letGo } = setUp();
  const step = moves.step(() => find(1));
  await settle();
  const goal = moves.goTo(500);
  await letGo(); // the find
  expect(await step).toBe(true);
  await letGo();
  await goal;
  expect([at(), moves.isMoving]).toEqual([500, false]);
});

test('a step that waits is called off with the one it waits for', async () => {
  const { moves, at, find, letGo } = setUp();
  const steps = [moves.step(() => find(1)), moves.step(() => find(1))];
  await letGo(); // the first find: it moves now
  const goal = moves.goTo(500);
  await letGo();
  await letGo();
  expect(await Promise.all(steps)).toEqual([true, true]);
  await goal;
  expect(at()).toBe(500);
});

test('a move that failed holds up nothing', async () => {
  const failing = new ReplayMoves(
    () => Promise.reject(new Error('disk')),
    () => undefined,
  );
  await expect(failing.goTo(5)).rejects.toThrow('disk');
  expect(failing.isMoving).toBe(false);
  expect(await failing.step(() => Promise.resolve(undefined))).toBe(false);
});
