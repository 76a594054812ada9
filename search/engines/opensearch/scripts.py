"""Scripts: the two questions about positions that a cluster's own queries cannot ask, in its Painless.

A document's positions in a stream are a binary value (`places`): how many terms, the bytes of a number, the
terms' hashes ascending, where each one's positions end, the positions. Sources are constant, so that each is
compiled once; everything else is a parameter.
"""

from collections.abc import Sequence

from search import ranking
from search.clauses import Phrase
from search.engines.opensearch.mapping import hash_of, places_field
from search.engines.opensearch.nodes import Json
from search.text.streams import Stream

_READ = """
int u(byte[] b, int p, int w) {
  int v = (b[p] & 255) | ((b[p + 1] & 255) << 8);
  return w == 2 ? v : v | ((b[p + 2] & 255) << 16) | ((b[p + 3] & 255) << 24);
}
int find(byte[] b, int o, int n, int h) {
  int low = 0; int high = n - 1;
  while (low <= high) {
    int at = (low + high) >>> 1;
    int v = u(b, o + 8 + 4 * at, 4);
    if (v < h) { low = at + 1; } else if (v > h) { high = at - 1; } else { return at; }
  }
  return -1;
}
def places = doc[params.field];
if (places.size() == 0) { return false; }
def value = places.value;
byte[] b = value.bytes; int o = value.offset;
int n = u(b, o, 4); int w = u(b, o + 4, 4);
int ends = o + 8 + 4 * n; int p = ends + w * n;
int size = params.hashes.size();
int[] tos = new int[size];
"""
"""How either begins: the document's value, and where in it which part lies."""

FOLLOWING = (
    _READ
    + """\
int[] froms = new int[size];
for (int i = 0; i < size; i++) {
  int at = find(b, o, n, params.hashes.get(i));
  if (at < 0) { return false; }
  froms[i] = at == 0 ? 0 : u(b, ends + w * (at - 1), w);
  tos[i] = u(b, ends + w * at, w);
}
int slack = params.slack;
for (int j = froms[0]; j < tos[0]; j++) {
  int begin = u(b, p + w * j, w);
  if (begin >= params.below) { return false; }
  boolean all = true;
  for (int i = 1; i < size && all; i++) {
    int least = begin + params.offsets.get(i) - slack;
    int low = froms[i]; int high = tos[i];
    while (low < high) {
      int at = (low + high) >>> 1;
      if (u(b, p + w * at, w) < least) { low = at + 1; } else { high = at; }
    }
    all = low < tos[i] && u(b, p + w * low, w) <= least + 2 * slack;
  }
  for (int i = 0; i < params.barred.size() && all; i++) {
    int at = find(b, o, n, params.barred.get(i));
    if (at >= 0) {
      int to = u(b, ends + w * at, w);
      for (int k = at == 0 ? 0 : u(b, ends + w * (at - 1), w); k < to && all; k++) {
        all = u(b, p + w * k, w) != begin + params.barred_offsets.get(i);
      }
    }
  }
  if (all) { return true; }
}
return false;
"""
)

TOGETHER = (
    _READ
    + """\
int[] next = new int[size];
int total = 0;
for (int i = 0; i < size; i++) {
  int at = find(b, o, n, params.hashes.get(i));
  if (at >= 0) {
    next[i] = at == 0 ? 0 : u(b, ends + w * (at - 1), w);
    tos[i] = u(b, ends + w * at, w);
    total += tos[i] - next[i];
  }
}
if (total < params.least) { return false; }
int[] begins = new int[total];
for (int k = 0; k < total; k++) {
  int first = -1;
  for (int i = 0; i < size; i++) {
    if (next[i] < tos[i]) {
      int begin = u(b, p + w * next[i], w) - params.offsets.get(i);
      if (first < 0 || begin < begins[k]) { first = i; begins[k] = begin; }
    }
  }
  next[first]++;
}
int low = 0; int high = 0;
for (int i = 0; i < total; i++) {
  while (begins[i] - begins[low] > params.slack) { low++; }
  while (high < total && begins[high] - begins[i] <= params.slack) { high++; }
  if (high - low >= params.least) { return true; }
}
return false;
"""
)

_NO_END = 2**31 - 1


def standing(phrase: Phrase) -> Json:
    return following(phrase.stream, phrase.terms, 0, phrase.below, phrase.barred)


def following(
    stream: Stream,
    terms: Sequence[tuple[str, int]],
    slack: int = 0,
    below: int | None = None,
    barred: Sequence[tuple[str, int]] = (),
) -> Json:
    """Return a filter for terms at these offsets from the first, give or take `slack`, without `barred`."""
    return _script(
        FOLLOWING,
        field=places_field(stream),
        hashes=[hash_of(stream, text) for text, _ in terms],
        offsets=[offset for _, offset in terms],
        slack=slack,
        below=_NO_END if below is None else below,
        barred=[hash_of(stream, text) for text, _ in barred],
        barred_offsets=[offset for _, offset in barred],
    )


def together(stream: Stream, grams: Sequence[tuple[str, int]], slack: int) -> Json:
    """Return a filter for enough of some grams, at their places in the word, give or take `slack`."""
    return _script(
        TOGETHER,
        field=places_field(stream),
        hashes=[hash_of(stream, text) for text, _ in grams],
        offsets=[offset for _, offset in grams],
        slack=slack,
        least=ranking.least_together(stream, len(grams)) if slack else len(grams),
    )


def _script(source: str, **params: object) -> Json:
    return {"script": {"script": {"source": source, "params": params}}}
