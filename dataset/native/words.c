// Words: runs of letters and digits, known by a hash of their lower case.
//
// Case is folded for Latin letters (ASCII, Latin-1, Latin Extended A, Vietnamese); elsewhere a capital is another
// letter, which costs a match and nothing else. Characters of C2, E2, EF and F0 are dashes, quotes, ornaments and
// emoji: they belong to no word.
#include <stdbool.h>

#include "bits.h"
#include "hash.h"
#include "kernels.h"

// Arithmetic that needs no branch: compilers do sixteen bytes of it at once.
static void fold(const uint8_t *restrict raw, uint8_t *restrict folded, int64_t size) {
  for (int64_t at = 0; at < size; at++) {
    uint8_t before = raw[at - 1], now = raw[at];
    uint8_t inside = (now & 0xC0) == 0x80, pair = before & 0xFE;
    uint8_t latin = (before == 0xC3) & (now >= 0x80) & (now < 0x9F) & (now != 0x97);
    uint8_t upper = ((uint8_t)(now - 'A') < 26) | latin;
    uint8_t odd = ((pair == 0xC4) | (pair == 0xBA)) & inside;
    uint8_t horned = (before == 0xC6) & ((now == 0xA0) | (now == 0xAF));  // Ơ and Ư
    folded[at] = (uint8_t)((now | (uint8_t)(upper << 5) | odd) + horned);
  }
}

// Flags the bytes of words in a line that is folded already: letters, digits, and what is not ASCII.
static void flag_words(const uint8_t *restrict folded, uint8_t *restrict inside, int64_t size) {
  uint8_t signs = 0;
  for (int64_t at = 0; at < size; at++) {
    uint8_t now = folded[at];
    inside[at] = ((uint8_t)(now - 'a') < 26) | ((uint8_t)(now - '0') < 10) | (now >= 0x80);
    signs |= (now == 0xC2) | (now == 0xE2) | (now == 0xEF) | (now == 0xF0);
  }
  if (!signs) return;
  for (int64_t at = 0; at < size; at++) {
    uint8_t now = folded[at];
    int64_t wide = now == 0xC2 ? 2 : now == 0xE2 || now == 0xEF ? 3 : now == 0xF0 ? 4 : 0;
    for (int64_t until = at + wide < size ? at + wide : size; at < until; at++) inside[at] = 0;
    if (wide) at--;
  }
}

// Where flags change, in order: a word's first byte, the first behind it, and so on. `inside` has 32 bytes more.
static int64_t find_edges(uint8_t *inside, int64_t size, int64_t *edges) {
  int64_t found = 0;
  uint32_t before = 0;
  memset(inside + size, 0, 32);
  for (int64_t at = 0; at <= size; at += 32) {
    uint32_t flags = which_of(inside + at), changes = flags ^ (flags << 1 | before);
    before = flags >> 31;
    for (; changes; changes &= changes - 1) edges[found++] = at + __builtin_ctz(changes);
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
  for (int64_t one = 0; one < lines; one++) {
    int64_t from = line_start[one], size = line_end[one] - from;
    int64_t large = 0, figures = 0, begun = 0;
    uint64_t sum = 0;
    bool ended = true;  // a line's first word opens it
    of[one] = found;
    fold(raw + from, folded, size);
    flag_words(folded, inside, size);
    int64_t count = find_edges(inside, size, edges) / 2;
    if (found + count > most) return most + 1;
    for (int64_t place = 0; place < count; place++) {
      int64_t begin = from + edges[2 * place], until = from + edges[2 * place + 1];
      const uint8_t *word = folded + edges[2 * place], *behind = folded + edges[2 * place + 1];
      uint8_t lead = raw[begin];
      bool upper = word[0] != lead;
      upper |= (lead >= 0xC3) & (word[1] != raw[begin + 1]);
      upper |= (lead >= 0xE1) & (word[2] != raw[begin + 2]);
      bool figure = lead >= '0' && lead <= '9';
      bool open = place == 0 || (ended && begin - end[found - 1] >= 2 && (upper || figure));
      uint64_t hash = key_of(word, until - begin);
      start[found] = (int32_t)begin;
      end[found] = (int32_t)until;
      key[found] = hash;
      capital[found] = upper;
      number[found] = figure;
      opens[found++] = open;
      large += upper;
      figures += figure;
      begun += open;
      sum += hash * factors[place < 255 ? place : 255];
      ended = raw[until] != ' ' && ends_sentence(raw + until);
      // "TP. HCM", "A. Dumas": no sentence ends there.
      if (ended && upper && until - begin <= 3 && (until - begin == 1 || behind[-1] != raw[until - 1]))
        ended = false;
    }
    line_key[one] = sum ^ sum >> 29;
    capitals[one] = large;
    numbers[one] = figures;
    opened[one] = begun;
  }
  of[lines] = found;
  return found;
}
