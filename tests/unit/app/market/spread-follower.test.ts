import { expect, test } from 'vitest';
import { SpreadFollower } from '../../../../app/views/market/ladder/spread-follower.ts';

const place = (wanted: number | undefined, change: { mark?: string; isHeld?: boolean } = {}) => ({
  wanted,
  room: 500,
  mark: 'yes',
  isHeld: false,
  ...change,
});

/** A ladder whose browser has said that it is where it was sent first. */
function following(wanted: number): SpreadFollower {
  const follower = new SpreadFollower();
  follower.follow(place(wanted));
  follower.scrolled(wanted);
  return follower;
}

test('the ladder goes to the spread when it opens, and stays while the spread is near the middle', () => {
  const follower = new SpreadFollower();
  expect(follower.follow(place(undefined))).toBeUndefined();
  expect(follower.follow({ ...place(300), room: 0 })).toBeUndefined();
  expect(follower.follow(place(300))).toBe(300);
  follower.scrolled(300);
  expect(follower.follow(place(400))).toBeUndefined();
});

test('it follows a spread that has jumped away, unless the reader is inside; then when he has left', () => {
  const follower = following(300);
  expect(follower.follow(place(900, { isHeld: true }))).toBeUndefined();
  expect(follower.follow(place(900))).toBe(900);
});

test('asked for the middle it goes there, held or not, and once', () => {
  const follower = following(300);
  follower.scrolled(0);
  const asked = { mark: 'yes 1', isHeld: true };
  expect(follower.follow(place(300, asked))).toBe(300);
  follower.scrolled(0);
  expect(follower.follow(place(300, asked))).toBeUndefined();
});

test('a spread that jumps and comes back before the browser has scrolled leaves the rows where it is', () => {
  const follower = following(300);
  expect(follower.follow(place(900))).toBe(900);
  // The browser still says 300, and is about to go to 900.
  expect(follower.follow(place(300))).toBe(300);
  follower.scrolled(300);
  expect(follower.follow(place(300))).toBeUndefined();
});

test('where the browser did not go as far as it was sent, its word counts', () => {
  const follower = following(300);
  expect(follower.follow(place(900))).toBe(900);
  follower.scrolled(450);
  expect(follower.follow(place(900))).toBe(900);
});
