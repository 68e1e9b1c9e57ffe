#include "kernels.h"

int64_t count_bytes(const uint8_t *raw, int64_t size, int64_t wanted) {
  int64_t found = 0;
  for (int64_t at = 0; at < size; at++) found += raw[at] == wanted;
  return found;
}
