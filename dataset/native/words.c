// Words: runs of letters and digits, known by a hash of their lower case.
//
// Case is folded for Latin letters (ASCII, Latin-1, Latin Extended A, Vietnamese); elsewhere a capital is another
// letter, which costs a match and nothing else. Characters of C2, E2, EF and F0 are dashes, quotes, ornaments and
// emoji: they belong to no word.
#include <stdbool.h>

#include "bits.h"
#include "hash.h"
#include "kernels.h"

enum { CAPITAL = 1, FIGURE = 2, INSIDE = 4 };

// Bytes are gone through in whole blocks, beyond the line's end: what is left of a line would take as long one by one
// as all before it. `folded` has some bytes before it that belong to no character.
enum { BLOCK = 32, BEFORE = 8 };

// Arithmetic that needs no branch: compilers do a block of it at once.
static void fold(const uint8_t *restrict raw, uint8_t *restrict folded, int64_t size) {
  for (int64_t block = 0; block < size; block += BLOCK)
    for (int64_t at = block; at < block + BLOCK; at++) {
      uint8_t before = raw[at - 1], now = raw[at];
      uint8_t inside = (now & 0xC0) == 0x80, pair = before & 0xFE;
      uint8_t latin = (before == 0xC3) & (now >= 0x80) & (now < 0x9F) & (now != 0x97);
      uint8_t upper = ((uint8_t)(now - 'A') < 26) | latin;
      uint8_t odd = ((pair == 0xC4) | (pair == 0xBA)) & inside;
      uint8_t horned = (before == 0xC6) & ((now == 0xA0) | (now == 0xAF));  // Ơ and Ư
      folded[at] = (uint8_t)((now | (uint8_t)(upper << 5) | odd) + horned);
    }
}

// Flags the bytes of words in a line that is folded already: letters, digits, and what is not ASCII. Of a word's first
// byte it also says whether it is a digit, or begins a letter that is not what it is in lower case.
static void flag_words(const uint8_t *restrict raw, const uint8_t *restrict folded, uint8_t *restrict inside,
                       int64_t size) {
  uint8_t signs = 0;
  for (int64_t block = 0; block < size; block += BLOCK)
    for (int64_t at = block; at < block + BLOCK; at++) {
      uint8_t now = folded[at], lead = raw[at], figure = (uint8_t)(now - '0') < 10;
      uint8_t word = ((uint8_t)(now - 'a') < 26) | figure | (now >= 0x80);
      uint8_t capital = (now != lead) | ((lead >= 0xC3) & (folded[at + 1] != raw[at + 1])) |
                        ((lead >= 0xE1) & (folded[at + 2] != raw[at + 2]));
      inside[at] = (uint8_t)-word & (uint8_t)(INSIDE | capital * CAPITAL | figure * FIGURE);
      signs |= (now == 0xC2) | (now == 0xE2) | (now == 0xEF) | (now == 0xF0);
    }
  if (!signs) return;
  for (int64_t block = 0; block < size; block += BLOCK)
    for (int64_t at = block; at < block + BLOCK; at++) {
      uint8_t a = folded[at - 3], b = folded[at - 2], c = folded[at - 1], d = folded[at];
      uint8_t sign = (a == 0xF0) | (b == 0xE2) | (b == 0xEF) | (b == 0xF0) | (c == 0xC2) | (c == 0xE2) | (c == 0xEF) |
                     (c == 0xF0) | (d == 0xC2) | (d == 0xE2) | (d == 0xEF) | (d == 0xF0);
      inside[at] &= (uint8_t)(sign - 1);
    }
}

// Where flags change, in order: a word's first byte, the first behind it, and so on. Both arrays have a block more.
static int64_t find_edges(uint8_t *inside, int64_t size, int64_t *edges) {
  int64_t found = 0;
  uint32_t before = 0;
  memset(inside + size, 0, BLOCK);
  for (int64_t at = 0; at <= size; at += BLOCK) {
    uint32_t flags = which_of(inside + at), changes = flags ^ (flags << 1 | before);
    int64_t *next = edges + found;
    before = flags >> 31;
    found += __builtin_popcount(changes);
    // Eight to twelve, usually. Twelve are written in any case, as nobody foresees how many there are; in a loop,
    // because unrolled the compiler would count bits in vectors, which takes twice as long.
#pragma nounroll
    for (int64_t one = 0; one < 12; one++) {
      next[one] = at + __builtin_ctzll(changes | (uint64_t)1 << 32);
      changes &= changes - 1;
    }
    for (next += 12; changes; changes &= changes - 1) *next++ = at + __builtin_ctz(changes);
  }
  return found;
}

static uint64_t key_of(const uint8_t *folded, int64_t size) {
  uint64_t key = (eight_at(folded) & mask_of(size)) * K1;
  if (size > 8) key ^= ((eight_at(folded + 8) & mask_of(size - 8)) + (uint64_t)size) * K2;
  key = (key ^ key >> 29) * K3;
  return key ^ key >> 32;
}

static bool is_stop(uint8_t byte) { return byte == '.' || byte == '!' || byte == '?'; }

// Whether what stands behind a word ends a sentence; a closing quote or bracket may stand after the stop, or before it.
static bool ends_sentence(const uint8_t *behind) {
  uint8_t first = behind[0];
  if (first == 0xE2 && behind[1] == 0x80 && behind[2] == 0xA6) return true;
  if (first == '"' || first == ')' || first == '\'' || first == 0xE2) return is_stop(behind[1]) || is_stop(behind[3]);
  return is_stop(first);
}

int64_t find_words(const uint8_t *raw, const int64_t *line_start, const int64_t *line_end, int64_t lines,
                   const uint64_t *factors, uint8_t *folded, uint8_t *inside, int64_t *edges, int64_t most, int32_t *start,
                   int32_t *end, uint64_t *key, uint8_t *capital, uint8_t *number, uint8_t *opens, int64_t *of,
                   uint64_t *line_key, int64_t *capitals, int64_t *numbers, int64_t *opened) {
  int64_t found = 0;
  memset(folded, 0, BEFORE);
  folded += BEFORE;
  for (int64_t one = 0; one < lines; one++) {
    int64_t from = line_start[one], size = line_end[one] - from;
    int64_t large = 0, figures = 0, begun = 0, last = 0;
    const uint8_t *line = raw + from;
    uint64_t sum = 0;
    bool ended = false;
    of[one] = found;
    fold(line, folded, size);
    flag_words(line, folded, inside, size);
    int64_t count = find_edges(inside, size, edges) / 2;
    if (found + count > most) return most + 1;
    // Two loops: one needs more than there are registers.
    for (int64_t place = 0; place < count; place++) {
      int64_t begin = edges[2 * place], until = edges[2 * place + 1];
      uint64_t hash = key_of(folded + begin, until - begin);
      start[found + place] = (int32_t)(from + begin);
      end[found + place] = (int32_t)(from + until);
      key[found + place] = hash;
      sum += hash * factors[place < 255 ? place : 255];
    }
    for (int64_t place = 0; place < count; place++) {
      int64_t begin = edges[2 * place], until = edges[2 * place + 1];
      uint8_t flags = inside[begin], upper = (flags & CAPITAL) > 0, figure = (flags & FIGURE) > 0;
      // A line's first word opens it.
      uint8_t open = (place == 0) | (ended & (begin - last >= 2) & (upper | figure));
      capital[found + place] = upper;
      number[found + place] = figure;
      opens[found + place] = open;
      large += upper;
      figures += figure;
      begun += open;
      ended = line[until] != ' ' && ends_sentence(line + until);
      // "TP. HCM", "A. Dumas": no sentence ends there.
      if (ended && upper && until - begin <= 3 && (until - begin == 1 || folded[until - 1] != line[until - 1]))
        ended = false;
      last = until;
    }
    found += count;
    line_key[one] = sum ^ sum >> 29;
    capitals[one] = large;
    numbers[one] = figures;
    opened[one] = begun;
  }
  of[lines] = found;
  return found;
}
