// Which keys of a group are equal.
#include "kernels.h"
#include "table.h"

int64_t last_of_same(const uint64_t *key, const int64_t *starts, int64_t groups, int64_t *last) {
  int64_t most = 0;
  for (int64_t group = 0; group < groups; group++)
    if (starts[group + 1] - starts[group] > most) most = starts[group + 1] - starts[group];
  uint32_t *table = most >> 32 ? NULL : malloc(sizeof(uint32_t) << table_bits(most));
  if (!table) return -1;
  for (int64_t group = 0; group < groups; group++) {
    int bits = table_bits(starts[group + 1] - starts[group]);
    const uint64_t *keys = key + starts[group];
    memset(table, 0, sizeof(uint32_t) << bits);
    for (int64_t at = starts[group + 1] - starts[group] - 1; at >= 0; at--) {
      uint32_t *slot = slot_of(table, bits, keys, keys[at]);
      if (!*slot) *slot = (uint32_t)at + 1;
      last[starts[group] + at] = starts[group] + *slot - 1;
    }
  }
  free(table);
  return 0;
}
