// The model's sums: whole numbers in float32, below 2**24, so that their order and the machine do not matter.
//
// Of a line's inputs two in three are zero: those are passed over. Inputs may be those of a neighbouring line of the
// same page; beyond the page they are zero.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

enum { BLOCK = 8, SCORES = 3, LANES = 8, WIDEST = 128 };

typedef float Lanes __attribute__((vector_size(4 * LANES), aligned(4)));

// Which of eight bytes are not zero, a bit each.
static inline uint64_t which(uint64_t bytes) {
  uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
  uint64_t high = (((bytes & low) + low) | bytes) >> 7 & 0x0101010101010101u;
  return high * 0x0102040810204080u >> 56;
}

// Turns eight rows of eight bytes into eight columns.
static inline void turn(uint64_t rows[8]) {
  for (int one = 0; one < 4; one++) {
    uint64_t moved = (rows[one] >> 32 ^ rows[one + 4]) & 0x00000000FFFFFFFFu;
    rows[one] ^= moved << 32, rows[one + 4] ^= moved;
  }
  for (int one = 0; one < 8; one += one % 2 ? 3 : 1) {
    uint64_t moved = (rows[one] >> 16 ^ rows[one + 2]) & 0x0000FFFF0000FFFFu;
    rows[one] ^= moved << 16, rows[one + 2] ^= moved;
  }
  for (int one = 0; one < 8; one += 2) {
    uint64_t moved = (rows[one] >> 8 ^ rows[one + 1]) & 0x00FF00FF00FF00FFu;
    rows[one] ^= moved << 8, rows[one + 1] ^= moved;
  }
}

// The inputs of eight lines from `block` on, `room` bytes for each line; zero where no such line is.
static inline void lay(const uint8_t *own, const int64_t *row, const int64_t *step, int64_t inputs, const int64_t *top,
                       const int64_t *rest, int64_t lines, int64_t block, int64_t room, uint8_t *laid) {
  int64_t known = INT64_MAX;
  uint64_t there = 0, rows[8];
  for (int64_t input = 0; input < room; input += 8) {
    for (int64_t one = 0; one < 8; one++) {
      rows[one] = 0;
      if (input + one >= inputs) continue;
      if (step[input + one] != known) {  // inputs come step by step
        known = step[input + one];
        there = 0;
        for (int64_t line = 0; line < BLOCK && block + line < lines; line++)
          if (known <= rest[block + line] && -known <= top[block + line]) there |= (uint64_t)0xFF << 8 * line;
      }
      int64_t at = block + known;
      const uint8_t *values = own + row[input + one] * lines;
      if (at >= 0 && at + BLOCK <= lines) memcpy(rows + one, values + at, BLOCK);
      else
        for (int64_t line = 0; line < BLOCK; line++)
          if (at + line >= 0 && at + line < lines) rows[one] |= (uint64_t)values[at + line] << 8 * line;
      rows[one] &= there;
    }
    turn(rows);
    for (int64_t one = 0; one < BLOCK; one++) memcpy(laid + one * room + input, rows + one, 8);
  }
}

static inline __attribute__((always_inline)) void score(
    const uint8_t *own, const int64_t *row, const int64_t *step, int64_t inputs, const int64_t *top,
    const int64_t *rest, int64_t lines, const float *hidden, int64_t width, const float *out, int64_t most,
    float *scores, uint8_t *laid) {
  int64_t room = (inputs + 7) / 8 * 8;
  for (int64_t block = 0; block < lines; block += BLOCK) {
    int64_t count = lines - block < BLOCK ? lines - block : BLOCK;
    lay(own, row, step, inputs, top, rest, lines, block, room, laid);
    for (int64_t one = 0; one < count; one++) {
      Lanes sums[WIDEST / LANES];  // of a known width they stay in registers
#pragma unroll
      for (int64_t lane = 0; lane < width / LANES; lane++)
        sums[lane] = *(const Lanes *)(hidden + inputs * width + lane * LANES);
      for (int64_t at = 0; at < room; at += 8) {
        uint64_t eight;
        memcpy(&eight, laid + one * room + at, 8);
        if (!eight) continue;
        for (uint64_t left = which(eight); left; left &= left - 1) {
          int64_t input = at + __builtin_ctzll(left);
          float value = laid[one * room + input];
#pragma unroll
          for (int64_t lane = 0; lane < width / LANES; lane++)
            sums[lane] += *(const Lanes *)(hidden + input * width + lane * LANES) * value;
        }
      }
      float handed[WIDEST], found[SCORES] = {out[width * SCORES], out[width * SCORES + 1], out[width * SCORES + 2]};
#pragma unroll
      for (int64_t lane = 0; lane < width / LANES; lane++) *(Lanes *)(handed + lane * LANES) = sums[lane];
      for (int64_t unit = 0; unit < width; unit++) {
        float sum = handed[unit] < 0 ? 0 : handed[unit] > (float)most ? (float)most : handed[unit];
        for (int64_t score = 0; score < SCORES; score++)
          found[score] += (float)(int32_t)sum * out[unit * SCORES + score];
      }
      for (int64_t score = 0; score < SCORES; score++) scores[score * lines + block + one] = found[score];
    }
  }
}

int64_t score_lines(const uint8_t *own, const int64_t *row, const int64_t *step, int64_t inputs, const int64_t *top,
                    const int64_t *rest, int64_t lines, const float *hidden, int64_t width, const float *out,
                    int64_t most, float *scores) {
  uint8_t *laid = malloc((size_t)(BLOCK * (inputs + LANES)));
  if (!laid) return -1;
  // Of the widths that the model has, sums stay in registers.
  if (width == 48) score(own, row, step, inputs, top, rest, lines, hidden, 48, out, most, scores, laid);
  else if (width == 96) score(own, row, step, inputs, top, rest, lines, hidden, 96, out, most, scores, laid);
  else score(own, row, step, inputs, top, rest, lines, hidden, width, out, most, scores, laid);
  free(laid);
  return lines;
}
