// On how many stories of a site a line stands, how many lines follow it there, and where that is said.
#include "kernels.h"
#include "table.h"

typedef struct {
  uint64_t line;
  int64_t from, stories;  // where its followers stand, and how many times it does
} Line;

static int by_line(const void *one, const void *other) {
  const Line *a = one, *b = other;
  return a->line < b->line ? -1 : a->line > b->line;
}

static int by_value(const void *one, const void *other) {
  uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
  return a < b ? -1 : a > b;
}

static uint32_t different(uint64_t *values, int64_t count) {
  uint32_t found = count > 0;
  qsort(values, (size_t)count, sizeof(uint64_t), by_value);
  for (int64_t at = 1; at < count; at++) found += values[at] != values[at - 1];
  return found;
}

// The lines of one site that stand on two stories or more, sorted; returns how many.
static int64_t repeated_lines(const uint64_t *line, const uint64_t *next, int64_t rows, uint32_t *table,
                              uint32_t *first, int64_t *times, Line *lines, uint64_t *followers) {
  int bits = table_bits(rows);
  int64_t found = 0, filled = 0;
  memset(table, 0, sizeof(uint32_t) << bits);
  for (int64_t row = 0; row < rows; row++) {
    uint32_t *slot = slot_of(table, bits, line, line[row]);
    times[row] = 0;
    if (!*slot) *slot = (uint32_t)row + 1;
    first[row] = *slot - 1;
    times[first[row]]++;
  }
  for (int64_t row = 0; row < rows; row++) {
    if (first[row] != row || times[row] < 2) continue;
    lines[found++] = (Line){line[row], filled, times[row]};
    filled += times[row];
    times[row] = -found;  // from here on which line it is
  }
  for (int64_t row = 0; row < rows; row++) {
    int64_t which = -times[first[row]] - 1;
    if (which >= 0) followers[lines[which].from++] = next[row];
  }
  for (int64_t one = 0; one < found; one++) lines[one].from -= lines[one].stories;
  qsort(lines, (size_t)found, sizeof(Line), by_line);
  return found;
}

int64_t count_lines(const uint64_t *site, const uint64_t *story, const uint64_t *line, const uint64_t *next,
                    int64_t rows, uint64_t *of_site, uint64_t *of_line, uint32_t *stories, uint32_t *nexts) {
  int64_t longest = 0, found = 0;
  for (int64_t row = 0, begin = 0; row < rows; row++) {
    if (site[row] != site[begin]) begin = row;
    if (row - begin + 1 > longest) longest = row - begin + 1;
  }
  if (longest >> 32) return -1;
  size_t count = (size_t)longest + 1;
  uint32_t *table = malloc(sizeof(uint32_t) << table_bits(longest)), *first = malloc(sizeof(uint32_t) * count);
  int64_t *times = malloc(sizeof(int64_t) * count);
  Line *lines = malloc(sizeof(Line) * count);
  uint64_t *followers = malloc(sizeof(uint64_t) * count);
  int whole = table && first && times && lines && followers;
  for (int64_t begin = 0, end; whole && begin < rows; begin = end) {
    uint32_t told = 1;
    for (end = begin + 1; end < rows && site[end] == site[begin]; end++) told += story[end] != story[end - 1];
    of_site[found] = site[begin], of_line[found] = 0, stories[found] = told, nexts[found++] = 0;
    int64_t several =
        repeated_lines(line + begin, next + begin, end - begin, table, first, times, lines, followers);
    for (int64_t one = 0; one < several; one++) {
      of_site[found] = site[begin], of_line[found] = lines[one].line, stories[found] = (uint32_t)lines[one].stories;
      nexts[found++] = different(followers + lines[one].from, lines[one].stories);
    }
  }
  free(table), free(first), free(times), free(lines), free(followers);
  return whole ? found : -1;
}

int64_t find_keys(const uint64_t *key, int64_t keys, const uint64_t *wanted, int64_t count, int64_t *place) {
  int bits = table_bits(keys);
  uint32_t *table = keys >> 32 ? NULL : calloc((size_t)1 << bits, sizeof(uint32_t));
  if (!table) return -1;
  for (int64_t at = 0; at < keys; at++) *slot_of(table, bits, key, key[at]) = (uint32_t)at + 1;
  for (int64_t at = 0; at < count; at++) place[at] = keys ? (int64_t)*slot_of(table, bits, key, wanted[at]) - 1 : -1;
  free(table);
  return count;
}
