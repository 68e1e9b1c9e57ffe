// Small whole numbers, as the model's inputs are.
#ifndef TINBAI_NUMBERS_H
#define TINBAI_NUMBERS_H
#include <stdint.h>

static inline int64_t least(int64_t one, int64_t other) { return one < other ? one : other; }
static inline int64_t most(int64_t one, int64_t other) { return one > other ? one : other; }

// How many of some steps a number reaches.
static inline uint8_t few(int64_t value) {
  static const int64_t steps[] = {1, 2, 3, 5, 8, 13, 20, 35};
  uint8_t found = 0;
  for (int step = 0; step < 8; step++) found += value >= steps[step];
  return found;
}

#endif
