/**
 * Splits an integer total over weights so that the parts add up to the total exactly and no part is a whole
 * unit away from its exact share: everyone gets the floor of their share, and the units left over go one
 * each to the largest remainders (Hamilton's method). Ties go by `keys` where given, so that the result
 * does not depend on the order of the input, and else by position.
 *
 * @param total any integer; a negative total is split like its magnitude, with the sign put back.
 * @param weights non-negative, at least one above 0 unless the total is 0. Throws RangeError otherwise.
 */
export function allocateByLargestRemainder(
  total: bigint,
  weights: readonly bigint[],
  keys?: readonly string[],
): bigint[] {
  const sign = total < 0n ? -1n : 1n;
  const magnitude = total * sign;
  const sumOfWeights = weights.reduce((sum, weight) => sum + weight, 0n);
  if (weights.some((weight) => weight < 0n)) throw new RangeError("A weight below 0 has no share.");
  if (sumOfWeights === 0n) {
    if (total !== 0n) throw new RangeError("An amount cannot be split over weights that are all 0.");
    return weights.map(() => 0n);
  }
  const parts = weights.map((weight) => (magnitude * weight) / sumOfWeights);
  const leftOver = magnitude - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (magnitude * weight) % sumOfWeights }))
    .sort((left, right) => {
      if (left.remainder !== right.remainder) return left.remainder > right.remainder ? -1 : 1;
      return tieBreak(left.index, right.index, keys);
    });
  for (const { index } of byRemainder.slice(0, Number(leftOver))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map((part) => part * sign);
}

/**
 * The same in whole steps: every part is a multiple of `step`, so that it can be charged or paid out in a
 * currency whose smallest chargeable unit is coarser than its smallest one. A step of 1 is the plain split.
 *
 * @param total a multiple of the step. Throws RangeError otherwise, as the plain split does for its weights.
 */
export function allocateInSteps(
  total: bigint,
  weights: readonly bigint[],
  { step, keys }: { step: bigint; keys?: readonly string[] },
): bigint[] {
  if (total % step !== 0n) throw new RangeError(`${total} is not a multiple of ${step}.`);
  return allocateByLargestRemainder(total / step, weights, keys).map((part) => part * step);
}

function tieBreak(left: number, right: number, keys: readonly string[] | undefined): number {
  const leftKey = keys?.[left] ?? "";
  const rightKey = keys?.[right] ?? "";
  if (leftKey !== rightKey) return leftKey < rightKey ? -1 : 1;
  return left - right;
}
