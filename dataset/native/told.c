// The different lines of a group of pages.
#include <stdlib.h>

#include "kernels.h"

typedef struct {
  uint64_t key, following;
} Told;

static int by_key(const void *one, const void *other) {
  const Told *a = one, *b = other;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return a->following < b->following ? -1 : a->following > b->following;
}

// A page has some forty lines, with their ends a hundred: for so few Shell's sort, with Ciura's gaps, beats qsort.
static void sort(Told *lines, int64_t count) {
  static const int64_t gaps[] = {301, 132, 57, 23, 10, 4, 1};
  if (count > 2000) {
    qsort(lines, (size_t)count, sizeof(Told), by_key);
    return;
  }
  for (int gap = 0; gap < 7; gap++)
    for (int64_t at = gaps[gap]; at < count; at++) {
      Told moved = lines[at];
      int64_t to = at;
      for (; to >= gaps[gap] && by_key(lines + to - gaps[gap], &moved) > 0; to -= gaps[gap])
        lines[to] = lines[to - gaps[gap]];
      lines[to] = moved;
    }
}

int64_t tell_once(const int64_t *order, const int64_t *group, int64_t pages, const int64_t *first,
                  const uint64_t *key, const uint64_t *following, const uint64_t *opening,
                  const uint64_t *closing, int64_t *page, uint64_t *told, uint64_t *next) {
  int64_t most = 0, found = 0;
  for (int64_t at = 0, count = 0; at < pages; at++) {
    if (at && group[order[at]] != group[order[at - 1]]) count = 0;
    count += first[order[at] + 1] - first[order[at]];
    if (count > most) most = count;
  }
  Told *lines = malloc(sizeof(Told) * (size_t)(3 * most + 1));
  if (!lines) return -1;
  for (int64_t at = 0; at < pages;) {
    int64_t count = 0, one = order[at];
    for (; at < pages && group[order[at]] == group[one]; at++)
      for (int64_t line = first[order[at]]; line < first[order[at] + 1]; line++) {
        lines[count++] = (Told){key[line], following[line]};
        if (opening[line]) lines[count++] = (Told){opening[line], 0};
        if (closing[line]) lines[count++] = (Told){closing[line], 0};
      }
    sort(lines, count);
    for (int64_t line = 0; line < count; line++) {
      if (line && lines[line].key == lines[line - 1].key) continue;
      page[found] = one;
      told[found] = lines[line].key;
      next[found++] = lines[line].following;
    }
  }
  free(lines);
  return found;
}
