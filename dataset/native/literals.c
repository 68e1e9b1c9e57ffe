#include <string.h>

#include "kernels.h"

#define BITS 12

static uint64_t kept(int64_t bytes) { return bytes >= 8 ? UINT64_MAX : ((uint64_t)1 << 8 * bytes) - 1; }

typedef struct {
  uint32_t mask;
  uint8_t likely[1 << BITS];
} Opening;

// Whether a literal may stand at a place, by its first bytes, at most four: nearly every place is ruled out.
static int may_open(const Opening *opening, const uint8_t *place) {
  uint32_t four;
  memcpy(&four, place, 4);
  return opening->likely[(four & opening->mask) * 0x9E3779B1u >> (32 - BITS)];
}

// Where the last `reach` code points of raw[start:end] begin.
static int64_t tail(const uint8_t *raw, int64_t start, int64_t end, int64_t reach) {
  if (end - start <= reach) return start;
  // Eight at a time while none of them can be the last.
  while (end - start >= 8 && reach >= 8) {
    uint64_t eight;
    memcpy(&eight, raw + (end -= 8), 8);
    // What continues a code point is 10xxxxxx.
    reach -= 8 - __builtin_popcountll(eight >> 7 & ~(eight >> 6) & 0x0101010101010101u);
  }
  while (end > start && reach) reach -= (raw[--end] & 0xC0) != 0x80;
  return end;
}

int64_t find_literals(const uint8_t *raw, const int64_t *start, const int64_t *end, int64_t count,
                      int64_t reach, const uint64_t *literal, const int64_t *length, int64_t literals,
                      int64_t *found) {
  Opening opening = {.mask = UINT32_MAX};
  for (int64_t one = 0; one < literals; one++) opening.mask &= (uint32_t)kept(length[one]);
  for (int64_t one = 0; one < literals; one++)
    opening.likely[((uint32_t)literal[one] & opening.mask) * 0x9E3779B1u >> (32 - BITS)] = 1;
  int64_t holding = 0;
  for (int64_t line = 0; line < count; line++) {
    int64_t at = tail(raw, start[line], end[line], reach), last = end[line], hit = -1;
    for (; hit < 0; at++) {
      // Four at a time: the padding behind the last line is wide enough.
      while (at < last && !(may_open(&opening, raw + at) | may_open(&opening, raw + at + 1) |
                            may_open(&opening, raw + at + 2) | may_open(&opening, raw + at + 3)))
        at += 4;
      while (at < last && !may_open(&opening, raw + at)) at++;
      if (at >= last) break;
      uint64_t eight;
      memcpy(&eight, raw + at, 8);
      for (int64_t one = 0; one < literals && hit < 0; one++)
        if ((eight & kept(length[one])) == literal[one] && at + length[one] <= last) hit = at;
    }
    found[line] = hit;
    holding += hit >= 0;
  }
  return holding;
}
