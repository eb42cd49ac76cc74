/** The median of a few numbers, in place and without an object: it is asked for at trades. */

/**
 * Returns the lower median of the first `count` of `values`: of four the second smallest. Reorders them. `count` at least 1.
 * Hoare's selection: a few hundred steps for a hundred values.
 */
export function lowerMedian(values: Float64Array, count: number): number {
  const place = (count - 1) >> 1;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = swapped;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return values[place] ?? 0;
}
