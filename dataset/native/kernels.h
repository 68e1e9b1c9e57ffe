// Every kernel: what it takes, what it writes, what it returns. dataset/native/__init__.py reads this file.
//
// Text is UTF-8 between line breaks, padded: raw[0] is '\n' and at least 24 of them stand behind the text, so
// that a kernel may look a few bytes around any place. Places are byte offsets into it, ends exclusive.
// Whoever calls allocates every array; its length is stated here.
#ifndef TINBAI_KERNELS_H
#define TINBAI_KERNELS_H
#include <stdint.h>

// How many bytes of raw[0:size] are `wanted`.
int64_t count_bytes(const uint8_t *raw, int64_t size, int64_t wanted);

// Copy from[start[i]:end[i]] to out[to[i]:], for each i below `count`. Returns how many were copied: all, or those
// before the first that lies outside from[0:length] or out[0:room].
int64_t copy_pieces(const uint8_t *from, int64_t length, const int64_t *start, const int64_t *end, const int64_t *to,
                    int64_t count, uint8_t *out, int64_t room);

#endif
