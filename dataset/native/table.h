// A table of places by the keys that stand there: open addressing, at most half full, four bytes a place, so that a
// page's stays in a core's nearest cache. Keys are compared whole, so that what a page is does not depend on what
// else is in its batch.
#ifndef TINBAI_TABLE_H
#define TINBAI_TABLE_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"

// The logarithm of a size that `keys` fill to a half at most.
static inline int table_bits(int64_t keys) {
  int bits = 4;
  while ((int64_t)1 << bits < 2 * keys) bits++;
  return bits;
}

// Where the table holds, or is to hold, the place + 1 of a key among `keys`, of which there is one at least; 0 is free.
static inline uint32_t *slot_of(uint32_t *table, int bits, const uint64_t *keys, uint64_t key) {
  uint64_t mask = ((uint64_t)1 << bits) - 1;
  for (uint64_t at = key * K1 >> (64 - bits);; at = (at + 1) & mask) {
    // Both are asked in one branch: nobody foresees which of them it is.
    uint32_t held = table[at];
    if (!held | (keys[held - (held > 0)] == key)) return table + at;
  }
}

#endif
