// What a line looks like by the bytes at its ends. dataset/normalize/forms.py says what each flag means.
#include <stdbool.h>

#include "kernels.h"

enum { PROSE, CUT, ASKS, ENDED, COLON, LISTED, QUOTED, BULLET, ROW, LOWER, DIGIT, SPEAKS };

// A label's words at most.
static const int64_t LABEL = 3;

// Code points.
static const int64_t LONG = 200, FULL = 80;

static bool is_wide(const uint8_t *at, uint8_t middle, uint8_t last) {
  return at[0] == 0xE2 && at[1] == middle && at[2] == last;
}

static bool is_dash(const uint8_t *at) { return at[0] == '-' || is_wide(at, 0x80, 0x93) || is_wide(at, 0x80, 0x94); }

static bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

// The end of a line without closing quotes and brackets, at most two.
static const uint8_t *without_closers(const uint8_t *start, const uint8_t *end) {
  for (int twice = 0; twice < 2; twice++) {
    uint8_t last = end[-1];
    if (last == '"' || last == '\'' || last == ')' || last == ']') end -= 1;
    else if ((last == 0x9D || last == 0x99) && end[-2] == 0x80 && end[-3] == 0xE2) end -= 3;
    else if (last == 0xBB && end[-2] == 0xC2) end -= 2;
    if (end <= start) return start + 1;
  }
  return end;
}

// A bullet, a dash or a number before the first word.
static bool is_bullet(const uint8_t *at) {
  if (is_dash(at) || at[0] == '*' || at[0] == '+' || is_wide(at, 0x80, 0xA2)) return true;
  if (is_wide(at, 0x96, 0xAA) || is_wide(at, 0x96, 0xA0) || is_wide(at, 0x96, 0xB6) || is_wide(at, 0x96, 0xBA)) return true;
  if (is_wide(at, 0x97, 0x8B) || is_wide(at, 0x97, 0x8F) || is_wide(at, 0x97, 0xA6)) return true;
  if (is_wide(at, 0x9C, 0x93) || is_wide(at, 0x9C, 0x94) || is_wide(at, 0x98, 0x91)) return true;
  if (!is_digit(at[0])) return false;
  const uint8_t *behind = is_digit(at[1]) ? at + 2 : at + 1;
  return (behind[0] == '.' || behind[0] == ')') && behind[1] == ' ';
}

static int64_t code_points(const uint8_t *at, const uint8_t *until) {
  int64_t found = 0;
  for (; at < until; at++) found += (*at & 0xC0) != 0x80;
  return found;
}

int64_t look_at(const uint8_t *raw, const int64_t *start, const int64_t *end, int64_t *size, int64_t lines,
                const int64_t *of, const int32_t *word_end, const uint64_t *key, const uint8_t *capital,
                const int64_t *opened, const uint8_t *small, int64_t *smalls, uint8_t *flags) {
  for (int64_t one = 0; one < lines; one++) {
    const uint8_t *at = raw + start[one], *until = raw + end[one], *bare = without_closers(at, until);
    int64_t words = of[one + 1] - of[one], sentences = opened[one] > 1 ? opened[one] : 1, few = 0;
    for (int64_t word = of[one]; word < of[one + 1]; word++) few += small[key[word] >> 48];
    smalls[one] = few;
    if (size[one] < 0) size[one] = code_points(at, until);
    uint8_t last = bare[-1], behind = until[-1];
    bool dotted = (last == '.' && bare[-2] == '.') || (last == 0xA6 && bare[-2] == 0x80 && bare[-3] == 0xE2);
    bool stopped = last == '.' && !dotted, asks = last == '?' && sentences == 1;
    bool ended = stopped || dotted || last == '?' || last == '!', colon = behind == ':';
    uint8_t *flag = flags + one;
    // Headlines may end with ! or be cut with dots, but a plain full stop closes a sentence.
    flag[PROSE * lines] = size[one] >= LONG || (sentences > 1 && ended) ||
                          (size[one] >= FULL && (ended || colon) && !asks) || (ended && !asks && words >= 8) ||
                          (stopped && words >= 4);
    flag[CUT * lines] = dotted;
    flag[ASKS * lines] = asks;
    flag[ENDED * lines] = ended;
    flag[COLON * lines] = colon;
    flag[LISTED * lines] = behind == ';' || behind == ',';
    flag[QUOTED * lines] = at[0] == '"' || is_wide(at, 0x80, 0x9C) || is_wide(at, 0x80, 0x98) || is_dash(at);
    flag[BULLET * lines] = is_bullet(at);
    flag[ROW * lines] = behind == '|';
    flag[LOWER * lines] = words > 0 && !capital[of[one]] && !is_digit(at[0]);
    flag[DIGIT * lines] = is_digit(at[0]);
    uint8_t speaks = 0;
    for (int64_t word = 0; word < words && word < LABEL; word++) speaks |= raw[word_end[of[one] + word]] == ':';
    flag[SPEAKS * lines] = speaks;
  }
  return lines;
}
