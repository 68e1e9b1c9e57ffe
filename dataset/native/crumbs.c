#include "kernels.h"

enum { PATH = 1, BARS = 2 };

// How many bytes the sign at `place` has that parts names: > / \ and, in UTF-8, » › ❯ →; 0 where there is none.
static int64_t sign(const uint8_t *place) {
  switch (place[0]) {
    case '>':
    case '/':
    case '\\':
      return 1;
    case 0xC2:
      return place[1] == 0xBB ? 2 : 0;
    case 0xE2:
      return (place[1] == 0x80 && place[2] == 0xBA) || (place[1] == 0x9D && place[2] == 0xAF) ||
                     (place[1] == 0x86 && place[2] == 0x92)
                 ? 3
                 : 0;
    default:
      return 0;
  }
}

static int is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

// How many bytes the target of a link has, from its "](" on to its ")"; 0 where none stands there.
static int64_t target(const uint8_t *place, const uint8_t *last) {
  if (last - place < 3 || place[0] != ']' || place[1] != '(') return 0;
  for (const uint8_t *at = place + 2; at < last && *at != '(' && *at != ' ' && *at != '\t'; at++)
    if (*at == ')') return at + 1 - place;
  return 0;
}

int64_t parted_lines(const uint8_t *raw, const int64_t *start, const int64_t *end, const int64_t *lines,
                     int64_t count, int64_t longest, uint8_t *found) {
  // What no line has that is neither a path nor parted by bars.
  uint8_t parts[256] = {['>'] = 1, ['/'] = 1, ['\\'] = 1, ['|'] = 1, [0xC2] = 1, [0xE2] = 1, [']'] = 1};
  int64_t named = 0;
  for (int64_t line = 0; line < count; line++) {
    int64_t at = start[lines[line]], last = end[lines[line]];
    int64_t crumb = at, crumbs = 0, bars = 0, slashes = 0, dated = 0, fits = 1, hidden = 0;
    found[line] = 0;
    for (;; at++) {
      while (at < last && !parts[raw[at]]) at++;
      int64_t width = at < last ? sign(raw + at) : 0;
      if (at < last && !width) {
        bars += raw[at] == '|';
        // The slashes of an address part nothing; of "](/)" only the bracket is part of a name.
        for (int64_t end = at + target(raw + at, raw + last); at + 1 < end; at++) {
          hidden += (raw[at + 1] & 0xC0) != 0x80;
          bars += raw[at + 1] == '|';
          dated |= raw[at + 1] == '/' && is_digit(raw[at]) && is_digit(raw[at + 2]);
        }
        continue;
      }
      int64_t behind = at - (at < last && at > crumb && raw[at - 1] == ' '), size = -hidden;
      for (int64_t byte = crumb; byte < behind; byte++) size += (raw[byte] & 0xC0) != 0x80;
      crumbs += size > 0;
      hidden = 0;
      fits &= size <= longest;
      if (at >= last) break;
      if (width == 1 && raw[at] != '>') {
        slashes = 1;
        dated |= raw[at] == '/' && at > start[lines[line]] && is_digit(raw[at - 1]) && is_digit(raw[at + 1]);
      }
      at += width - 1;
      crumb = at + 1 + (at + 1 < last && raw[at + 1] == ' ');
    }
    found[line] = (uint8_t)((crumbs - slashes > 1 && fits && !dated ? PATH : 0) | (bars > 1 ? BARS : 0));
    named += found[line] != 0;
  }
  return named;
}
