// Numbers that all hashes here are made with; dataset/normalize/words.py has the same.
#ifndef TINBAI_HASH_H
#define TINBAI_HASH_H
#include <stdint.h>
#include <string.h>

#define K1 0x9E3779B97F4A7C15u
#define K2 0xC2B2AE3D27D4EB4Fu
#define K3 0x165667B19E3779F9u

// Eight bytes as one number, the first one lowest: every machine that runs this stores them so.
static inline uint64_t eight_at(const uint8_t *raw) {
  uint64_t found;
  memcpy(&found, raw, 8);
  return found;
}

// What is left of eight bytes when so many count, 0 to 8.
static inline uint64_t mask_of(int64_t bytes) { return bytes >= 8 ? ~(uint64_t)0 : ((uint64_t)1 << 8 * bytes) - 1; }

// A key whose upper bits depend on all bits.
static inline uint64_t mixed(uint64_t key) {
  key = (key ^ key >> 29) * K1;
  return key ^ key >> 29;
}

#endif
