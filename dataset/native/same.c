// Which keys of a group are equal.
#include "kernels.h"
#include "table.h"

int64_t last_of_same(const uint64_t *key, const int64_t *starts, int64_t groups, int64_t *last) {
  int64_t most = 0;
  for (int64_t group = 0; group < groups; group++)
    if (starts[group + 1] - starts[group] > most) most = starts[group + 1] - starts[group];
  Slot *table = malloc(sizeof(Slot) << table_bits(most));
  if (!table) return -1;
  for (int64_t group = 0; group < groups; group++) {
    int bits = table_bits(starts[group + 1] - starts[group]);
    memset(table, 0, sizeof(Slot) << bits);
    for (int64_t at = starts[group + 1] - 1; at >= starts[group]; at--) {
      Slot *slot = slot_of(table, bits, key[at]);
      if (!slot->value) *slot = (Slot){key[at], at + 1};
      last[at] = slot->value - 1;
    }
  }
  free(table);
  return 0;
}
