// A table from keys to places: open addressing, at most half full. Keys are compared whole, so that what a page is
// does not depend on what else is in its batch.
#ifndef TINBAI_TABLE_H
#define TINBAI_TABLE_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"

typedef struct {
  uint64_t key;
  int64_t value;  // 0: free
} Slot;

// The logarithm of a size that `keys` fill to a half at most.
static inline int table_bits(int64_t keys) {
  int bits = 4;
  while ((int64_t)1 << bits < 2 * keys) bits++;
  return bits;
}

// The slot of a key, or the free one that is its.
static inline Slot *slot_of(Slot *table, int bits, uint64_t key) {
  uint64_t mask = ((uint64_t)1 << bits) - 1;
  for (uint64_t at = key * K1 >> (64 - bits);; at = (at + 1) & mask)
    if (!table[at].value || table[at].key == key) return table + at;
}

#endif
