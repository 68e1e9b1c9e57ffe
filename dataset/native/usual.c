#include "kernels.h"

// Whether the byte `c` of UTF-8, with the two before it and the two behind it, shows something unusual. One
// expression without branches: the compiler looks at sixteen places at a time.
static inline uint8_t is_odd(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint8_t e) {
  uint8_t odd = 0;
  odd |= (uint8_t)((c < 0x20) & (c != 0x0A));
  odd |= (uint8_t)(c == 0x7F);
  odd |= (uint8_t)((c == ' ') & ((d == ' ') | (d == '\n')));
  odd |= (uint8_t)((c == '\n') & (d == ' '));
  // Leads of U+00A1-01BF, U+1E00-1EFF, U+2010-27BF and U+1F000-1FAFF; of no others.
  odd |= (uint8_t)((c >= 0xC0) & !(((c >= 0xC2) & (c <= 0xC6)) | (c == 0xE1) | (c == 0xE2) | (c == 0xF0)));
  // U+00A0, U+00AD; a sign before a small letter, or behind á, Ã or Æ, as an older charset leaves them.
  odd |= (uint8_t)((c == 0xC2) & ((d <= 0xA0) | (d == 0xAD)));
  odd |= (uint8_t)((c == 0xC2) & (d >= 0xA6) & (e >= 'a') & (e <= 'z'));
  odd |= (uint8_t)((c == 0xC2) & (a == 0xC3) & ((b == 0xA1) | (b == 0x83) | (b == 0x86)));
  // Ð, Þ, ð, ñ, ø; Ɖ.
  odd |= (uint8_t)((c == 0xC3) & ((d == 0x90) | (d == 0x9E) | (d == 0xB0) | (d == 0xB1) | (d == 0xB8)));
  odd |= (uint8_t)((c == 0xC6) & (d == 0x89));
  odd |= (uint8_t)((c == 0xE1) & ((d < 0xB8) | (d > 0xBB)));
  // Of U+2000-203F those that are neither spaces nor invisible, without U+2011; U+2180-22FF; U+2400-27BF.
  odd |= (uint8_t)((c == 0xE2) & !((d == 0x80) | ((d >= 0x86) & (d <= 0x8B)) | ((d >= 0x90) & (d <= 0x9E))));
  odd |= (uint8_t)((c == 0xE2) & (d == 0x80) & ((e < 0x90) | (e == 0x91) | ((e > 0xA7) & (e < 0xB0))));
  odd |= (uint8_t)((c == 0xF0) & ((d != 0x9F) | (e > 0xAB)));
  return odd;
}

static uint8_t inside(const uint8_t *raw, int64_t start, int64_t end, int64_t at) {
  return at < start || at >= end ? '.' : raw[at];
}

int64_t unusual_texts(const uint8_t *raw, const int64_t *first, int64_t count, uint8_t *unusual) {
  int64_t found = 0;
  for (int64_t i = 0; i < count; i++) {
    int64_t start = first[i], end = first[i + 1];
    uint8_t odd = 0;
    for (int64_t at = start + 2; at < end - 2; at++)
      odd |= is_odd(raw[at - 2], raw[at - 1], raw[at], raw[at + 1], raw[at + 2]);
    for (int64_t at = start; at < end; at++) {
      if (at == start + 2 && at < end - 2) at = end - 2;
      odd |= is_odd(inside(raw, start, end, at - 2), inside(raw, start, end, at - 1), raw[at],
                    inside(raw, start, end, at + 1), inside(raw, start, end, at + 2));
    }
    if (end > start) odd |= (uint8_t)((raw[start] == ' ') | (raw[end - 1] == ' ') | (raw[end - 1] == '\n'));
    unusual[i] = odd;
    found += odd;
  }
  return found;
}
