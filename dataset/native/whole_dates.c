#include "kernels.h"

// A digit, or a byte of one that is not ASCII's, or of any other letter.
static int is_like_digit(uint8_t byte) { return (byte >= '0' && byte <= '9') || byte >= 0x80; }

static int is_between(uint8_t byte) { return byte == '/' || byte == '.' || byte == '-'; }

int64_t like_dates(const uint8_t *raw, const int64_t *start, const int64_t *end, const int64_t *lines,
                   int64_t count, uint8_t *found) {
  int64_t dated = 0;
  for (int64_t line = 0; line < count; line++) {
    int64_t last = end[lines[line]];
    found[line] = 0;
    for (int64_t at = start[lines[line]] + 1; at + 5 < last && !found[line]; at++) {
      if (!is_between(raw[at]) || !is_like_digit(raw[at - 1]) || !is_like_digit(raw[at + 1])) continue;
      int64_t next = at + 1, digits = 0;
      for (; next + 4 < last && next - at <= 8 && is_like_digit(raw[next]); next++) digits += (raw[next] & 0xC0) != 0x80;
      if (next + 4 < last && digits <= 2 && is_between(raw[next]))
        found[line] = is_like_digit(raw[next + 1]) && is_like_digit(raw[next + 2]) &&
                      is_like_digit(raw[next + 3]) && is_like_digit(raw[next + 4]);
    }
    dated += found[line];
  }
  return dated;
}
