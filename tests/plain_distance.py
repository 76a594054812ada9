"""The plain twin of `query.slips`: the distance with swaps of neighbours, as it is defined."""

from functools import cache


def plain_distance(a: str, b: str) -> int:
    """Return how many letters to put in, leave out, change or swap with their neighbour lead from a to b."""

    @cache
    def rest(i: int, j: int) -> int:
        if i == 0 or j == 0:
            return i + j
        costs = [rest(i - 1, j) + 1, rest(i, j - 1) + 1, rest(i - 1, j - 1) + (a[i - 1] != b[j - 1])]
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            costs.append(rest(i - 2, j - 2) + 1)
        return min(costs)

    return rest(len(a), len(b))
