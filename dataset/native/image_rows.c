#include <string.h>

#include "kernels.h"

enum { NONE = 0, UNCLEAR = -1 };

// Where `one` and `other` first stand side by side in raw[at:end], or `end`.
static int64_t side_by_side(const uint8_t *raw, int64_t at, int64_t end, uint8_t one, uint8_t other) {
  while (at < end) {
    const uint8_t *found = memchr(raw + at, one, (size_t)(end - at));
    if (!found) return end;
    at = found - raw;
    if (at + 1 < end && raw[at + 1] == other) return at;
    at++;
  }
  return end;
}

static int64_t code_points(const uint8_t *raw, int64_t at, int64_t end) {
  int64_t found = 0;
  for (; at < end; at++) found += (raw[at] & 0xC0) != 0x80;
  return found;
}

// Where the next round bracket stands, or `end`. In a row of openings alone none is passed over twice.
static int64_t bracket(const uint8_t *raw, int64_t at, int64_t end) {
  const uint8_t *opening = memchr(raw + at, '(', (size_t)(end - at));
  if (opening) end = opening - raw;
  const uint8_t *closing = memchr(raw + at, ')', (size_t)(end - at));
  return closing ? closing - raw : end;
}

// Where an address ends whose first byte stands at `at`: behind its ")". Brackets in it are closed and stand
// before any space. UNCLEAR: whether there is a space takes more than a look at bytes.
static int64_t address_end(const uint8_t *raw, int64_t at, int64_t end) {
  for (;;) {
    int64_t next = bracket(raw, at, end);
    if (next == end) return NONE;
    if (raw[next] == ')') return next + 1;
    for (; at < next; at++) {
      if (raw[at] >= 0x80) return UNCLEAR;
      if (raw[at] == ' ' || (raw[at] >= '\t' && raw[at] <= '\r')) return NONE;
    }
    next = bracket(raw, next + 1, end);
    if (next == end || raw[next] == '(') return NONE;
    at = next + 1;
  }
}

// Where the image ends that begins at `at` with "![". The name ends with the first "](" that has an address behind.
static int64_t image_end(const uint8_t *raw, int64_t at, int64_t end, int64_t longest) {
  at += 2;
  int64_t reach = end - at < 4 * longest + 2 ? end : at + 4 * longest + 2;
  for (int64_t name = at;; name++) {
    name = side_by_side(raw, name, reach, ']', '(');
    if (name == reach || (name - at > longest && code_points(raw, at, name) > longest)) return NONE;
    int64_t found = address_end(raw, name + 2, end);
    if (found != NONE) return found;
  }
}

static int is_around(uint8_t byte) { return byte == ' ' || byte == '|'; }

int64_t image_rests(const uint8_t *raw, const int64_t *start, const int64_t *end, int64_t count,
                    int64_t longest, int64_t *from, int64_t *to) {
  int64_t clear = 0;
  for (int64_t row = 0; row < count; row++) {
    int64_t at = start[row], last = end[row], mark = at, pieces = 0, first = last, behind = last;
    from[row] = to[row] = -1;
    for (;;) {
      // The next image, or the end of the row.
      int64_t image = NONE;
      while (mark < last && (image = image_end(raw, mark, last, longest)) == NONE && mark > start[row])
        mark = side_by_side(raw, mark + 1, last, '!', '[');
      if (mark < last && image <= NONE) break;
      int64_t left = at, right = mark;
      while (left < right && is_around(raw[left])) left++;
      while (right > left && is_around(raw[right - 1])) right--;
      if (left < right) first = left, behind = right, pieces++;
      if (pieces > 1) break;
      if (mark == last) {
        from[row] = first, to[row] = behind;
        clear++;
        break;
      }
      at = image;
      mark = side_by_side(raw, at, last, '!', '[');
    }
  }
  return clear;
}
