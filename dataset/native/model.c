// The model's sums: whole numbers, those in float32 below 2**24, so that their order and the machine do not matter.
//
// Of a line's inputs two in three are zero: those are passed over. Inputs may be those of a neighbouring line of the
// same page; beyond the page they are zero.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bits.h"
#include "kernels.h"

enum { BLOCK = 16, SCORES = 3, LANES = 8, STRIP = 64, WIDEST = 128, MOST_STEPS = 32, ROOM = 32 };

typedef uint8_t Sixteen __attribute__((vector_size(BLOCK), aligned(1)));
typedef float Lanes __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t Wholes __attribute__((vector_size(4 * LANES), aligned(4)));

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
  // Only at both ends of all rows there is less to read.
  bool whole = true;
  for (int64_t step = 0; step < inputs->steps; step++) {
    int64_t at = block + inputs->step[step];
    whole &= at >= 0 && at + BLOCK <= lines;
    for (int64_t line = 0; line < BLOCK; line++)
      there[step][line] = block + line < lines && inputs->step[step] <= rest[block + line] &&
                                  -inputs->step[step] <= top[block + line]
                              ? 0xFF
                              : 0;
  }
  for (int64_t input = 0; input < inputs->room; input += BLOCK) {
    Sixteen rows[BLOCK];
    for (int64_t one = 0; one < BLOCK; one++) {
      rows[one] = (Sixteen){0};
      if (input + one >= inputs->count) continue;
      int64_t at = inputs->offset[input + one] + block;
      Sixteen held = {0};
      if (whole) memcpy(&held, own + at, BLOCK);
      else
        for (int64_t line = 0; line < BLOCK; line++)
          if (at + line >= 0 && at + line < size) held[line] = own[at + line];
      rows[one] = held & *(const Sixteen *)there[inputs->which[input + one]];
    }
    turn(rows);
    for (int64_t one = 0; one < BLOCK; one++) *(Sixteen *)(laid + one * inputs->room + input) = rows[one];
  }
}

typedef struct {
  const int16_t *hidden;
  const int32_t *bias;
  const float *out;
  float turned[SCORES * WIDEST];
  int64_t width, shift, most;
} Layer;

// For eight units the sums of two products each: `weights` are pairs, and so is `values`.
static inline Wholes summed_pairs(const int16_t *weights, uint32_t values) {
#ifdef __AVX2__
  __m256i sums = _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)weights), _mm256_set1_epi32((int32_t)values));
  return (Wholes)sums;
#else
  Wholes sums;
  for (int64_t unit = 0; unit < LANES; unit++)
    sums[unit] = weights[2 * unit] * (int32_t)(values & 0xFFFF) + weights[2 * unit + 1] * (int32_t)(values >> 16);
  return sums;
#endif
}

// For each byte which of its four even bits are set, in order, as four numbers of 16 bits; what stands behind them does
// not matter.
typedef struct {
  uint64_t set[256];
} Bits;

static void note_bits(Bits *bits) {
  memset(bits, 0, sizeof *bits);
  for (uint64_t byte = 0; byte < 256; byte++)
    for (uint64_t bit = 0, found = 0; bit < 8; bit += 2)
      if (byte >> bit & 1) bits->set[byte] |= bit << 16 * found++;
}

// Lists the pairs of inputs that are not both zero, each by the first. A loop over the bits of each 32 would be left at
// a place that nobody foresees.
static inline int64_t list_filled(const uint8_t *values, int64_t room, const Bits *bits, uint16_t *listed) {
  int64_t found = 0;
  for (int64_t at = 0; at < room; at += 32) {
    uint32_t flags = which_of(values + at);
    flags = (flags | flags >> 1) & 0x55555555u;
    for (int64_t part = 0; part < 4; part++) {
      uint64_t four = bits->set[flags >> 8 * part & 0xFF] + (uint64_t)(at + 8 * part) * 0x0001000100010001u;
      memcpy(listed + found, &four, sizeof four);
      found += __builtin_popcount(flags >> 8 * part & 0xFF);
    }
  }
  return found;
}

// One strip of the hidden layer for one line: what its units hand on, times what each of them counts for a score.
// `hidden` holds two weights for each unit, of an even input and of the odd one behind it: products of such pairs are
// summed in one step.
static inline __attribute__((always_inline)) void add_strip(const uint8_t *values, const uint16_t *listed, int64_t filled,
                                                            const Layer *layer, int64_t strip, int64_t lanes,
                                                            Lanes *parts) {
  Wholes sums[STRIP / LANES];  // they stay in registers
#pragma unroll
  for (int64_t lane = 0; lane < lanes; lane++) sums[lane] = *(const Wholes *)(layer->bias + strip + lane * LANES);
  for (int64_t at = 0; at < filled; at++) {
    const int16_t *weights = layer->hidden + listed[at] * layer->width + 2 * strip;
    uint32_t pair = (uint32_t)values[listed[at]] | (uint32_t)values[listed[at] + 1] << 16;
#pragma unroll
    for (int64_t lane = 0; lane < lanes; lane++) sums[lane] += summed_pairs(weights + 2 * lane * LANES, pair);
  }
#pragma unroll
  for (int64_t lane = 0; lane < lanes; lane++) {
    // A comparison gives all bits or none.
    Wholes most = (Wholes){0} + (int32_t)layer->most, handed = (sums[lane] & (sums[lane] > 0)) >> (int32_t)layer->shift;
    handed = (handed & (handed < most)) | (most & (handed >= most));
    Lanes counted = __builtin_convertvector(handed, Lanes);
    for (int64_t score = 0; score < SCORES; score++)
      parts[score] += counted * *(const Lanes *)(layer->turned + score * layer->width + strip + lane * LANES);
  }
}

static void score(const uint8_t *own, int64_t size, const Inputs *inputs, const int64_t *top, const int64_t *rest,
                  int64_t lines, const Layer *layer, float *scores, uint8_t *laid, uint16_t *listed) {
  Bits bits;
  note_bits(&bits);
  for (int64_t block = 0; block < lines; block += BLOCK) {
    int64_t count = lines - block < BLOCK ? lines - block : BLOCK;
    lay(own, size, inputs, top, rest, lines, block, laid);
    for (int64_t one = 0; one < count; one++) {
      const uint8_t *values = laid + one * inputs->room;
      int64_t filled = list_filled(values, inputs->room, &bits, listed), strip = 0;
      Lanes parts[SCORES] = {{0}};
      for (; strip + STRIP <= layer->width; strip += STRIP)
        add_strip(values, listed, filled, layer, strip, STRIP / LANES, parts);
      for (; strip < layer->width; strip += LANES) add_strip(values, listed, filled, layer, strip, 1, parts);
      for (int64_t score = 0; score < SCORES; score++) {
        float found = layer->out[layer->width * SCORES + score];
        for (int64_t unit = 0; unit < LANES; unit++) found += parts[score][unit];
        scores[score * lines + block + one] = found;
      }
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
                    const int64_t *top, const int64_t *rest, int64_t lines, const int16_t *hidden, const int32_t *bias,
                    int64_t width, int64_t shift, const float *out, int64_t most, float *scores) {
  Inputs known = {.count = inputs, .room = (inputs + ROOM - 1) / ROOM * ROOM};
  Layer layer = {.hidden = hidden, .bias = bias, .out = out, .width = width, .shift = shift, .most = most};
  for (int64_t unit = 0; unit < width; unit++)
    for (int64_t score = 0; score < SCORES; score++) layer.turned[score * width + unit] = out[unit * SCORES + score];
  known.offset = malloc(sizeof(int64_t) * (size_t)(inputs + 1));
  known.which = malloc((size_t)inputs + 1);
  uint8_t *laid = malloc((size_t)(BLOCK * known.room + 1));
  uint16_t *listed = malloc(sizeof(uint16_t) * (size_t)(known.room + 8));
  int whole = known.offset && known.which && laid && listed && note(&known, row, step, lines);
  if (whole) score(own, rows * lines, &known, top, rest, lines, &layer, scores, laid, listed);
  free(known.offset), free(known.which), free(laid), free(listed);
  return whole ? lines : -1;
}
