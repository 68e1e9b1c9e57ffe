// Bytes as bits.
#ifndef TINBAI_BITS_H
#define TINBAI_BITS_H
#include <stdint.h>
#include <string.h>
#ifdef __AVX2__
#include <immintrin.h>
#endif

// Which of 32 bytes are not zero, the first one in the lowest bit.
static inline uint32_t which_of(const uint8_t *bytes) {
#ifdef __AVX2__
  __m256i all = _mm256_loadu_si256((const __m256i *)bytes);
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(all, _mm256_setzero_si256()));
#else
  uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
  uint32_t found = 0;
  for (int part = 0; part < 4; part++) {
    uint64_t eight;
    memcpy(&eight, bytes + 8 * part, 8);
    // The high bit of each byte that is not zero; then a multiplication brings eight flags together in eight bits.
    uint64_t flags = (((eight & low) + low) | eight) >> 7 & 0x0101010101010101u;
    found |= (uint32_t)(flags * 0x0102040810204080u >> 56) << 8 * part;
  }
  return found;
#endif
}

#endif
