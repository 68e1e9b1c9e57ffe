#include "kernels.h"

int64_t count_letters(const uint8_t *raw, const int64_t *first, int64_t count, const uint8_t *wanted, int64_t most,
                      int64_t enough, int64_t *found, int64_t *size) {
  for (int64_t i = 0; i < count; i++) {
    int64_t end = first[i + 1], letters = 0, points = 0;
    for (int64_t at = first[i]; at < end && points < most && letters < enough;) {
      uint8_t lead = raw[at];
      int64_t width = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      if (width > end - at) return i;
      if (width == 1) letters += wanted[lead];
      if (width == 2) letters += wanted[(lead & 0x1F) << 6 | (raw[at + 1] & 0x3F)];
      if (width == 3) letters += wanted[(lead & 0x0F) << 12 | (raw[at + 1] & 0x3F) << 6 | (raw[at + 2] & 0x3F)];
      at += width;
      points++;
    }
    found[i] = letters;
    size[i] = points;
  }
  return count;
}
