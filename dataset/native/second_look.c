// How a line stands to what the first pass took for the story. dataset/normalize/model.py says what for.
#include <stdlib.h>

#include "kernels.h"
#include "numbers.h"

enum { REACH = 6, FAR = 99, WIDE = 3 };

static const int64_t WIDTHS[WIDE] = {3, 8, 20};

// What is known of a page's lines: sums above each, and the nearest lines of the story above and below, or -1.
typedef struct {
  int64_t *story, *told, *sure, *up, *down;
} Page;

int64_t look_again(const int64_t *first, int64_t pages, const uint8_t *story, const uint8_t *title,
                   const uint8_t *told, const uint8_t *sure, const int64_t *margin, int64_t one_unit,
                   const int64_t *chosen, int64_t count, uint8_t *columns) {
  int64_t longest = 0, next = 0;
  for (int64_t page = 0; page < pages; page++) longest = most(longest, first[page + 1] - first[page]);
  int64_t each = longest + 1, *room = malloc(sizeof(int64_t) * (size_t)(5 * each));
  if (!room) return -1;
  Page known = {room, room + each, room + 2 * each, room + 3 * each, room + 4 * each};
  for (int64_t page = 0; page < pages; page++) {
    int64_t begin = first[page], lines = first[page + 1] - begin, best = 0, place = 0, last = -1, following = -1;
    if (next >= count || chosen[next] >= begin + lines) continue;
    known.story[0] = known.told[0] = known.sure[0] = 0;
    for (int64_t at = 0; at < lines; at++) {
      known.story[at + 1] = known.story[at] + story[begin + at];
      known.told[at + 1] = known.told[at] + told[begin + at];
      known.sure[at + 1] = known.sure[at] + sure[begin + at];
      known.up[at] = last;
      if (told[begin + at]) last = at;
      if (!at || margin[begin + at] > best) best = margin[begin + at], place = at;
    }
    for (int64_t at = lines - 1; at >= 0; at--) {
      known.down[at] = following;
      if (told[begin + at]) following = at;
    }
    for (; next < count && chosen[next] < begin + lines; next++) {
      int64_t line = chosen[next], at = line - begin;
      uint8_t *column = columns + next;
#define PUT(value) (*column = (uint8_t)(value), column += count)
      PUT(story[line]);
      PUT(title[line]);
      for (int64_t step = -REACH; step <= REACH; step++)
        if (step) PUT(at + step >= 0 && at + step < lines ? story[line + step] : 0);
      for (int64_t step = -REACH; step <= REACH; step++)
        if (step) PUT(at + step >= 0 && at + step < lines ? title[line + step] : 0);
      for (int width = 0; width < WIDE; width++) {
        int64_t wide = WIDTHS[width];
        PUT((known.story[at] - known.story[most(at - wide, 0)]) / wide);
        PUT((known.story[least(at + 1 + wide, lines)] - known.story[at + 1]) / wide);
      }
      for (int which = 0; which < 2; which++) {
        const int64_t *total = which ? known.sure : known.told;
        PUT(few(total[at]));
        PUT(few(total[lines] - total[at + 1]));
        PUT(least(8 * total[at] / most(total[lines], 1), 8));
      }
      int64_t up = known.up[at] >= 0 ? at - known.up[at] : FAR, down = known.down[at] >= 0 ? known.down[at] - at : FAR;
      PUT(few(up));
      PUT(few(down));
      PUT(few(least(up + down, FAR)));
      PUT(at == place ? 8 : 0);
      PUT(few(most(at - place, 0)));
      PUT(few(most(place - at, 0)));
      // What is behind the likeliest title, rounded up to whole units.
      PUT(most(8 - (best - margin[line] + one_unit - 1) / one_unit, 0));
#undef PUT
    }
  }
  free(room);
  return count;
}
