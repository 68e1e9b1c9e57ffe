// The model's sums: whole numbers in float32, below 2**24, so that their order and the machine do not matter.
//
// Of a line's inputs two in three are zero: those are passed over. Inputs may be those of a neighbouring line of the
// same page; beyond the page they are zero.
#include <stdlib.h>
#include <string.h>

#include "bits.h"
#include "kernels.h"

enum { BLOCK = 16, SCORES = 3, LANES = 8, WIDEST = 128, MOST_STEPS = 32, ROOM = 32 };

typedef uint8_t Sixteen __attribute__((vector_size(BLOCK), aligned(1)));
typedef float Lanes __attribute__((vector_size(4 * LANES), aligned(4)));

// What is known of the inputs: where each one's row begins, moved by its step, and the number of that step.
typedef struct {
  int64_t count, room, steps;
  int64_t *offset;
  uint8_t *which;
  int64_t step[MOST_STEPS];
} Inputs;

// Turns sixteen rows of sixteen bytes into sixteen columns: four perfect shuffles.
static inline void turn(Sixteen rows[BLOCK]) {
#pragma unroll
  for (int shuffle = 0; shuffle < 4; shuffle++) {
    Sixteen next[BLOCK];
#pragma unroll
    for (int one = 0; one < 8; one++) {
      Sixteen a = rows[one], b = rows[one + 8];
      next[2 * one] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      next[2 * one + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
#pragma unroll
    for (int one = 0; one < BLOCK; one++) rows[one] = next[one];
  }
}

// The inputs of sixteen lines from `block` on, `room` bytes for each line; zero where no such line is.
static inline void lay(const uint8_t *own, int64_t size, const Inputs *inputs, const int64_t *top, const int64_t *rest,
                       int64_t lines, int64_t block, uint8_t *laid) {
  uint8_t there[MOST_STEPS][BLOCK];
  for (int64_t step = 0; step < inputs->steps; step++)
    for (int64_t line = 0; line < BLOCK; line++)
      there[step][line] = block + line < lines && inputs->step[step] <= rest[block + line] &&
                                  -inputs->step[step] <= top[block + line]
                              ? 0xFF
                              : 0;
  for (int64_t input = 0; input < inputs->room; input += BLOCK) {
    Sixteen rows[BLOCK];
    for (int64_t one = 0; one < BLOCK; one++) {
      rows[one] = (Sixteen){0};
      if (input + one >= inputs->count) continue;
      int64_t at = inputs->offset[input + one] + block;
      uint8_t held[BLOCK] = {0};
      // Only at both ends of all rows there is less to read.
      if (at >= 0 && at + BLOCK <= size) memcpy(held, own + at, BLOCK);
      else
        for (int64_t line = 0; line < BLOCK; line++)
          if (at + line >= 0 && at + line < size) held[line] = own[at + line];
      rows[one] = *(Sixteen *)held & *(const Sixteen *)there[inputs->which[input + one]];
    }
    turn(rows);
    for (int64_t one = 0; one < BLOCK; one++) *(Sixteen *)(laid + one * inputs->room + input) = rows[one];
  }
}

static inline __attribute__((always_inline)) void score(const uint8_t *own, int64_t size, const Inputs *inputs,
                                                        const int64_t *top, const int64_t *rest, int64_t lines,
                                                        const float *hidden, int64_t width, const float *out,
                                                        int64_t most, float *scores, uint8_t *laid) {
  float turned[SCORES * WIDEST];
  for (int64_t unit = 0; unit < width; unit++)
    for (int64_t score = 0; score < SCORES; score++) turned[score * width + unit] = out[unit * SCORES + score];
  for (int64_t block = 0; block < lines; block += BLOCK) {
    int64_t count = lines - block < BLOCK ? lines - block : BLOCK;
    lay(own, size, inputs, top, rest, lines, block, laid);
    for (int64_t one = 0; one < count; one++) {
      const uint8_t *values = laid + one * inputs->room;
      Lanes sums[WIDEST / LANES];  // of a narrow known width they stay in registers
#pragma unroll
      for (int64_t lane = 0; lane < width / LANES; lane++)
        sums[lane] = *(const Lanes *)(hidden + inputs->count * width + lane * LANES);
      for (int64_t at = 0; at < inputs->room; at += 32) {
        for (uint32_t left = which_of(values + at); left; left &= left - 1) {
          int64_t input = at + __builtin_ctz(left);
          float value = values[input];
#pragma unroll
          for (int64_t lane = 0; lane < width / LANES; lane++)
            sums[lane] += *(const Lanes *)(hidden + input * width + lane * LANES) * value;
        }
      }
      Lanes parts[SCORES] = {{0}};
#pragma unroll
      for (int64_t lane = 0; lane < width / LANES; lane++) {
        Lanes handed;
        for (int64_t unit = 0; unit < LANES; unit++) {
          float sum = sums[lane][unit] < 0 ? 0 : sums[lane][unit] > (float)most ? (float)most : sums[lane][unit];
          handed[unit] = (float)(int32_t)sum;
        }
        for (int64_t score = 0; score < SCORES; score++)
          parts[score] += handed * *(const Lanes *)(turned + score * width + lane * LANES);
      }
      float found[SCORES];
      for (int64_t score = 0; score < SCORES; score++) {
        found[score] = out[width * SCORES + score];
        for (int64_t unit = 0; unit < LANES; unit++) found[score] += parts[score][unit];
      }
      for (int64_t score = 0; score < SCORES; score++) scores[score * lines + block + one] = found[score];
    }
  }
}

// Notes where each input lies; returns whether they have few enough steps.
static int note(Inputs *inputs, const int64_t *row, const int64_t *step, int64_t lines) {
  for (int64_t input = 0; input < inputs->count; input++) {
    int64_t which = 0;
    while (which < inputs->steps && inputs->step[which] != step[input]) which++;
    if (which == MOST_STEPS) return 0;
    if (which == inputs->steps) inputs->step[inputs->steps++] = step[input];
    inputs->offset[input] = row[input] * lines + step[input];
    inputs->which[input] = (uint8_t)which;
  }
  return 1;
}

int64_t score_lines(const uint8_t *own, int64_t rows, const int64_t *row, const int64_t *step, int64_t inputs,
                    const int64_t *top, const int64_t *rest, int64_t lines, const float *hidden, int64_t width,
                    const float *out, int64_t most, float *scores) {
  Inputs known = {.count = inputs, .room = (inputs + ROOM - 1) / ROOM * ROOM};
  known.offset = malloc(sizeof(int64_t) * (size_t)(inputs + 1));
  known.which = malloc((size_t)inputs + 1);
  uint8_t *laid = malloc((size_t)(BLOCK * known.room + 1));
  int whole = known.offset && known.which && laid && note(&known, row, step, lines);
  int64_t size = rows * lines;
  // Of the widths that the model has, the loops over units are unrolled.
  if (whole && width == 64) score(own, size, &known, top, rest, lines, hidden, 64, out, most, scores, laid);
  else if (whole && width == 128) score(own, size, &known, top, rest, lines, hidden, 128, out, most, scores, laid);
  else if (whole) score(own, size, &known, top, rest, lines, hidden, width, out, most, scores, laid);
  free(known.offset), free(known.which), free(laid);
  return whole ? lines : -1;
}
