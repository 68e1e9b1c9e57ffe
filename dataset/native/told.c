// The different lines of a group of pages.
#include <stdlib.h>

#include "kernels.h"

enum { MOST_DEALT = 2048 };

typedef struct {
  uint64_t key, following;
} Told;

static int by_key(const void *one, const void *other) {
  const Told *a = one, *b = other;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return a->following < b->following ? -1 : a->following > b->following;
}

// Keys are hashes: dealt out by their upper bits, each lies a place or two from where it belongs. Returns which of the two
// arrays holds them sorted. Where many are the same, as in no page of a few lines, the last steps could take long.
static Told *sorted(Told *lines, int64_t count, Told *room) {
  uint32_t begins[MOST_DEALT + 1] = {0};
  if (count < 2 || count > MOST_DEALT) {
    qsort(lines, (size_t)count, sizeof(Told), by_key);
    return lines;
  }
  int shift = 63;
  while ((int64_t)1 << (64 - shift) < count) shift--;
  for (int64_t at = 0; at < count; at++) begins[(lines[at].key >> shift) + 1]++;
  for (int64_t at = 1; at < (int64_t)1 << (64 - shift); at++) begins[at] += begins[at - 1];
  for (int64_t at = 0; at < count; at++) room[begins[lines[at].key >> shift]++] = lines[at];
  for (int64_t at = 1; at < count; at++) {
    Told moved = room[at];
    int64_t to = at;
    for (; to && by_key(room + to - 1, &moved) > 0; to--) room[to] = room[to - 1];
    room[to] = moved;
  }
  return room;
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
  Told *lines = malloc(sizeof(Told) * (size_t)(3 * most + 2) * 2), *room = lines + 3 * most + 2;
  if (!lines) return -1;
  for (int64_t at = 0; at < pages;) {
    int64_t count = 0, one = order[at];
    for (; at < pages && group[order[at]] == group[one]; at++)
      for (int64_t line = first[order[at]]; line < first[order[at] + 1]; line++) {
        lines[count++] = (Told){key[line], following[line]};
        lines[count] = (Told){opening[line], 0};
        count += opening[line] != 0;
        lines[count] = (Told){closing[line], 0};
        count += closing[line] != 0;
      }
    const Told *told_of = sorted(lines, count, room);
    for (int64_t line = 0; line < count; line++) {
      if (line && told_of[line].key == told_of[line - 1].key) continue;
      page[found] = one;
      told[found] = told_of[line].key;
      next[found++] = told_of[line].following;
    }
  }
  free(lines);
  return found;
}
