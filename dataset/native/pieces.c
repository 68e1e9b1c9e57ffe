#include <string.h>

#include "kernels.h"

int64_t copy_pieces(const uint8_t *from, int64_t length, const int64_t *start, const int64_t *end, const int64_t *to,
                    int64_t count, uint8_t *out, int64_t room) {
  for (int64_t i = 0; i < count; i++) {
    if (start[i] < 0 || end[i] < start[i] || end[i] > length) return i;
    int64_t size = end[i] - start[i];
    if (to[i] < 0 || to[i] > room || size > room - to[i]) return i;
    if (size) memcpy(out + to[i], from + start[i], (size_t)size);
  }
  return count;
}
