// What this process does with memory that was freed.
#include "kernels.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

int64_t keep_memory(int64_t trimmed) {
#ifdef __GLIBC__
  // Arrays of a batch up to 32 MB, the most that glibc allows, come from the heap, and the heap stays.
  return mallopt(M_MMAP_THRESHOLD, 32 << 20) && mallopt(M_TRIM_THRESHOLD, (int)trimmed);
#else
  (void)trimmed;
  return 0;
#endif
}
