// What stands around each line of a page. dataset/normalize/features.py names the columns.
#include <stdlib.h>

#include "kernels.h"
#include "numbers.h"

enum { SUMS = 4, PROSE = 0, HEADLINE = 1, NEAR = 99, FAR = 99 };

static const int64_t WIDTHS[] = {3, 8};

// The last lines above with each flag, -1 where there is none.
typedef struct {
  int64_t opener, end, stamp;
} Last;

int64_t look_around(const int64_t *first, int64_t pages, const uint8_t *summed, const int64_t *size,
                    const uint8_t *opener, const uint8_t *end, const uint8_t *stamp, const int64_t *group,
                    int64_t lines, uint8_t *columns) {
  int64_t longest = 0;
  for (int64_t page = 0; page < pages; page++) longest = most(longest, first[page + 1] - first[page]);
  // What all lines above on the page add up to.
  int64_t *total[SUMS], *room = malloc(sizeof(int64_t) * (size_t)(SUMS * (longest + 1)));
  if (!room) return -1;
  for (int sum = 0; sum < SUMS; sum++) total[sum] = room + sum * (longest + 1);
  for (int64_t page = 0; page < pages; page++) {
    int64_t begin = first[page], count = first[page + 1] - begin, characters = 0;
    for (int sum = 0; sum < SUMS; sum++) {
      total[sum][0] = 0;
      for (int64_t at = 0; at < count; at++)
        total[sum][at + 1] = total[sum][at] + summed[sum * lines + begin + at];
    }
    for (int64_t at = begin; at < begin + count; at++) characters += summed[at] ? size[at] : 0;
    int64_t whole = most(characters, 1), above = 0, openers = 0;
    Last last = {-1, -1, -1};
    for (int64_t at = 0; at < count; at++) {
      uint8_t *column = columns + begin + at;
      const int64_t *proses = total[PROSE], *headlines = total[HEADLINE];
#define PUT(value) (*column = (uint8_t)(value), column += lines)
      for (int width = 0; width < 2; width++)
        for (int sum = 0; sum < SUMS; sum++) {
          int64_t wide = WIDTHS[width];
          PUT(least(8 * (total[sum][at] - total[sum][most(at - wide, 0)]) / wide, 16));
          PUT(least(8 * (total[sum][least(at + 1 + wide, count)] - total[sum][at + 1]) / wide, 16));
        }
      PUT(least(8 * above / whole, 8));
      int64_t near = proses[least(at + 1 + NEAR, count)] - proses[most(at - NEAR, 0)];
      PUT(least(8 * size[begin + at] * most(near, 1) / whole, 16));
      PUT(few(proses[at]));
      PUT(few(proses[count] - proses[at + 1]));
      PUT(few(last.opener >= 0 ? at - last.opener : FAR));
      PUT(last.opener >= 0 ? least(proses[at] - proses[last.opener], 8) : 9);
      PUT(last.opener >= 0 ? least(headlines[at] - headlines[last.opener], 8) : 9);
      for (int64_t number = 1; number <= 3; number++)
        PUT(last.opener >= 0 && group[begin + last.opener] == number ? 4 : 0);
      PUT(least(openers, 6));
      column += lines;  // opener-below
      PUT(few(last.end >= 0 ? at - last.end : FAR));
      PUT(few(last.stamp >= 0 ? at - last.stamp : FAR));
#undef PUT
      above += summed[begin + at] ? size[begin + at] : 0;
      if (opener[begin + at]) last.opener = at, openers++;
      if (end[begin + at] && proses[at] >= 2) last.end = at;
      if (stamp[begin + at]) last.stamp = at;
    }
    // From below: the next opener and stamp, and how long the runs of paragraphs and of headlines are.
    uint8_t *opener_below = columns + 27 * lines + begin, *stamp_below = columns + 30 * lines + begin;
    int64_t next_opener = -1, next_stamp = -1;
    for (int64_t at = count - 1; at >= 0; at--) {
      opener_below[at] = few(next_opener >= 0 ? next_opener - at : FAR);
      stamp_below[at] = few(next_stamp >= 0 ? next_stamp - at : FAR);
      if (opener[begin + at]) next_opener = at;
      if (stamp[begin + at]) next_stamp = at;
    }
    for (int sum = PROSE; sum <= HEADLINE; sum++) {
      const uint8_t *flags = summed + sum * lines + begin;
      uint8_t *run = columns + (31 + sum) * lines + begin;
      for (int64_t at = 0, until; at < count; at = until) {
        for (until = at + 1; until < count && flags[until] == flags[at];) until++;
        for (int64_t one = at; one < until; one++) run[one] = flags[at] ? (uint8_t)least(until - at, 8) : 0;
      }
    }
  }
  free(room);
  return lines;
}
