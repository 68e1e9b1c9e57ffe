// Lines of texts, and a hash of each by which it is known wherever it stands.
#include "hash.h"
#include "kernels.h"

// In blocks whose breaks a byte can count: compilers count them a vector of bytes at a time then.
static int64_t breaks_in(const uint8_t *raw, int64_t size) {
  int64_t found = 0, at = 0;
  for (; at + 128 <= size; at += 128) {
    uint8_t some = 0;
    for (int64_t place = at; place < at + 128; place++) some += raw[place] == '\n';
    found += some;
  }
  for (; at < size; at++) found += raw[at] == '\n';
  return found;
}

int64_t lay_out(const uint8_t *data, const int64_t *offsets, int64_t texts, uint8_t *raw, int64_t size) {
  int64_t at = 1;
  raw[0] = '\n';
  for (int64_t text = 0; text < texts; text++) {
    int64_t bytes = offsets[text + 1] - offsets[text];
    if (bytes) memcpy(raw + at, data + offsets[text], (size_t)bytes);
    at += bytes;
    raw[at++] = '\n';
  }
  memset(raw + at, '\n', (size_t)(size - at));
  return breaks_in(raw, size);
}

// Eight bytes at a time, each mixed with its place: order counts, and no word is needed.
static uint64_t hash_of(const uint8_t *raw, int64_t size) {
  uint64_t sum = 0;
  for (int64_t at = 0; at < size; at += 8) {
    uint64_t part = (eight_at(raw + at) & mask_of(size - at)) + (uint64_t)at * K2;
    part = (part ^ part >> 29) * K1;
    sum += part ^ part >> 32;
  }
  return mixed(sum + (uint64_t)size);
}

int64_t split_lines(const uint8_t *raw, const int64_t *offsets, int64_t texts, int64_t *page, int64_t *number,
                    int64_t *start, int64_t *end, uint64_t *key, int64_t *first, int64_t *after) {
  int64_t found = 0, at = 1;
  for (int64_t text = 0; text < texts; text++) {
    int64_t behind = at + offsets[text + 1] - offsets[text], line = 1;
    first[text] = found;
    for (;; line++) {
      const uint8_t *stop = memchr(raw + at, '\n', (size_t)(behind - at));
      int64_t until = stop ? stop - raw : behind;
      if (until > at) {
        page[found] = text;
        number[found] = line;
        start[found] = at;
        end[found] = until;
        key[found++] = hash_of(raw + at, until - at);
      }
      at = until + 1;
      if (!stop) break;
    }
    after[text] = line + 1;
  }
  first[texts] = found;
  return found;
}
