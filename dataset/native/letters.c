#include "kernels.h"

int64_t count_letters(const uint8_t *raw, const int64_t *first, int64_t count, const uint8_t *wanted, int64_t most,
                      int64_t enough, int64_t *found, int64_t *size) {
  for (int64_t i = 0; i < count; i++) {
    int64_t end = first[i + 1], letters = 0, points = 0;
    for (int64_t at = first[i]; at < end && points < most && letters < enough;) {
      uint8_t lead = raw[at];
      if (lead < 0x80) {
        letters += wanted[lead];
        at++;
      } else {
        int64_t width = 2 + (lead >= 0xE0) + (lead >= 0xF0);
        if (width > end - at) return i;
        // One branch for two bytes and three: nobody foresees which. Of two the last is read twice.
        uint32_t second = raw[at + 1] & 0x3F, third = raw[at + width - 1] & 0x3F;
        uint32_t point = width == 2 ? (lead & 0x1Fu) << 6 | second : (lead & 0x0Fu) << 12 | second << 6 | third;
        letters += wanted[point] & (width < 4);
        at += width;
      }
      points++;
    }
    found[i] = letters;
    size[i] = points;
  }
  return count;
}
