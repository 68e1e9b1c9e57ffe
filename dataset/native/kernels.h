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

// For each text i of `count`, raw[first[i]:first[i + 1]] in valid UTF-8, without padding: unusual[i] is 0 if it is
// sure to hold nothing that cleaning changes or that reading looks at more closely, else 1. Returns how many are 1.
int64_t unusual_texts(const uint8_t *raw, const int64_t *first, int64_t count, uint8_t *unusual);

// For each text i of `count`, raw[first[i]:first[i + 1]] in UTF-8, without padding: found[i] is how many of its code
// points are wanted, size[i] how many were looked at: all, but for those behind the first `most` or behind `enough` that
// are wanted. wanted[c] is 1 or 0 for the 65536 code points that UTF-8 writes in up to three bytes. Returns `count`, or
// the first text that ends within a code point.
int64_t count_letters(const uint8_t *raw, const int64_t *first, int64_t count, const uint8_t *wanted, int64_t most,
                      int64_t enough, int64_t *found, int64_t *size);

#endif
