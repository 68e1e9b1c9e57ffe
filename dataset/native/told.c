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

// A page has some forty lines: moving each to its place beats a general sort.
static void sort(Told *lines, int64_t count) {
  if (count > 128) {
    qsort(lines, (size_t)count, sizeof(Told), by_key);
    return;
  }
  for (int64_t at = 1; at < count; at++) {
    Told moved = lines[at];
    int64_t to = at;
    for (; to && by_key(lines + to - 1, &moved) > 0; to--) lines[to] = lines[to - 1];
    lines[to] = moved;
  }
}

int64_t tell_once(const int64_t *order, const int64_t *group, int64_t pages, const int64_t *first,
                  const uint64_t *key, const uint64_t *following, int64_t *page, uint64_t *told, uint64_t *next) {
  int64_t most = 0, found = 0;
  for (int64_t at = 0, count = 0; at < pages; at++) {
    if (at && group[order[at]] != group[order[at - 1]]) count = 0;
    count += first[order[at] + 1] - first[order[at]];
    if (count > most) most = count;
  }
  Told *lines = malloc(sizeof(Told) * (size_t)(most + 1));
  if (!lines) return -1;
  for (int64_t at = 0; at < pages;) {
    int64_t count = 0, one = order[at];
    for (; at < pages && group[order[at]] == group[one]; at++)
      for (int64_t line = first[order[at]]; line < first[order[at] + 1]; line++)
        lines[count++] = (Told){key[line], following[line]};
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
