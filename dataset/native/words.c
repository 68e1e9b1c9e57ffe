// Words: runs of letters and digits, known by a hash of their lower case.
//
// Case is folded for Latin letters (ASCII, Latin-1, Latin Extended A, Vietnamese); elsewhere a capital is another
// letter, which costs a match and nothing else. Characters of C2, E2, EF and F0 are dashes, quotes, ornaments and
// emoji: they belong to no word.
#include <stdbool.h>

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

// By its first byte: 0 where a character is part of a word, else how many bytes it has.
static uint8_t skipped(uint8_t byte) {
  if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) return 0;
  if (byte < 0x80) return 1;
  return byte == 0xC2 ? 2 : byte == 0xE2 || byte == 0xEF ? 3 : byte == 0xF0 ? 4 : 0;
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
                   const uint64_t *factors, uint8_t *folded, int64_t *start, int64_t *end, int64_t *line,
                   uint64_t *key, uint8_t *capital, uint8_t *number, uint8_t *opens, int64_t *of,
                   uint64_t *line_key, int64_t *capitals, int64_t *numbers, int64_t *opened) {
  uint8_t skip[256];
  for (int byte = 0; byte < 256; byte++) skip[byte] = skipped((uint8_t)byte);
  int64_t found = 0;
  for (int64_t one = 0; one < lines; one++) {
    int64_t at = line_start[one], until = line_end[one], place = 0;
    int64_t large = 0, figures = 0, begun = 0;
    uint64_t sum = 0;
    bool ended = true;  // a line's first word opens it
    of[one] = found;
    fold(raw + at, folded + at, until - at);
    while (at < until) {
      if (skip[folded[at]]) {
        at += skip[folded[at]];
        continue;
      }
      int64_t begin = at;
      do at++;
      while (at < until && !skip[folded[at]]);
      uint8_t lead = raw[begin];
      bool upper = folded[begin] != lead;
      if (lead >= 0xC3)
        upper |= folded[begin + 1] != raw[begin + 1] || (lead >= 0xE1 && folded[begin + 2] != raw[begin + 2]);
      bool figure = lead >= '0' && lead <= '9';
      bool open = place == 0 || (ended && begin - end[found - 1] >= 2 && (upper || figure));
      uint64_t hash = key_of(folded + begin, at - begin);
      start[found] = begin;
      end[found] = at;
      line[found] = one;
      key[found] = hash;
      capital[found] = upper;
      number[found] = figure;
      opens[found++] = open;
      large += upper;
      figures += figure;
      begun += open;
      sum += hash * factors[place < 255 ? place : 255];
      place++;
      ended = ends_sentence(raw + at);
      // "TP. HCM", "A. Dumas": no sentence ends there.
      if (ended && upper && at - begin <= 3 && (at - begin == 1 || folded[at - 1] != raw[at - 1])) ended = false;
    }
    line_key[one] = sum ^ sum >> 29;
    capitals[one] = large;
    numbers[one] = figures;
    opened[one] = begun;
  }
  of[lines] = found;
  return found;
}
