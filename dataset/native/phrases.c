#include "kernels.h"

// A table of keys by their upper 16 bits: what it rules out, it rules out for good.
static int may_be(const uint8_t *known, uint64_t key) { return known[key >> 48]; }

static uint64_t mixed(uint64_t total) { return total ^ total >> 29; }

// The place of a key in sorted ones, or -1.
static int64_t place_of(const uint64_t *keys, int64_t count, uint64_t key) {
  int64_t low = 0, high = count;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (keys[middle] < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && keys[low] == key ? low : -1;
}

int64_t opening_lines(const uint8_t *raw, const int32_t *word_end, const uint64_t *key, const int64_t *of,
                      const uint64_t *head, const int64_t *lines, int64_t count, const uint8_t *first,
                      const uint64_t *factor, const uint64_t *opening, const uint8_t *plain,
                      const uint8_t *colon, int64_t openings, int64_t longest, uint8_t *found) {
  int64_t opened = 0;
  for (int64_t at = 0; at < count; at++) {
    found[at] = 0;
    if (!may_be(first, head[lines[at]])) continue;
    int64_t word = of[lines[at]], last = of[lines[at] + 1];
    uint64_t total = 0;
    if (last - word > longest) last = word + longest;
    for (int64_t step = 0; word < last && !found[at]; word++, step++) {
      total += key[word] * factor[step];
      int64_t place = place_of(opening, openings, mixed(total));
      if (place < 0) continue;
      int64_t behind = word_end[word];
      behind += raw[behind] == ' ';
      found[at] = plain[place] || (colon[place] && raw[behind] == ':');
    }
    opened += found[at];
  }
  return opened;
}

// Whether a line has words, all of them known or numbers: nearly always the first ones tell.
static int is_known(const uint64_t *key, const uint8_t *number, int64_t word, int64_t last,
                    const uint8_t *known) {
  if (word == last) return 0;
  while (word < last && (number[word] || may_be(known, key[word]))) word++;
  return word == last;
}

// Whether each word is a number or in a phrase, and not all are numbers.
static int is_covered(const uint64_t *key, const uint8_t *number, int64_t word, int64_t last,
                      const uint64_t *factor, const uint8_t *likely, const uint64_t *phrase, int64_t phrases,
                      int64_t longest) {
  int64_t covered = word, worded = 0;
  for (; word < last; word++) {
    uint64_t total = 0;
    if (number[word] && covered == word) covered++;
    worded |= !number[word];
    for (int64_t size = 1; size <= longest && word + size <= last; size++) {
      total += key[word + size - 1] * factor[size - 1];
      if (word + size <= covered || !may_be(likely, mixed(total))) continue;
      if (place_of(phrase, phrases, mixed(total)) >= 0) covered = word + size;
    }
    if (covered == word) return 0;
  }
  return worded != 0;
}

int64_t lines_of_known(const uint64_t *key, const uint8_t *number, const int64_t *of, const int64_t *lines,
                       int64_t count, const uint8_t *known, uint8_t *found) {
  int64_t made = 0;
  for (int64_t at = 0; at < count; at++)
    made += found[at] = (uint8_t)is_known(key, number, of[lines[at]], of[lines[at] + 1], known);
  return made;
}

int64_t lines_of_phrases(const uint64_t *key, const uint8_t *number, const int64_t *of, const int64_t *lines,
                         int64_t count, const uint8_t *known, const uint64_t *factor, const uint8_t *likely,
                         const uint64_t *phrase, int64_t phrases, int64_t longest, uint8_t *found) {
  int64_t made = 0;
  for (int64_t at = 0; at < count; at++) {
    int64_t word = of[lines[at]], last = of[lines[at] + 1];
    made += found[at] = is_known(key, number, word, last, known) &&
                        is_covered(key, number, word, last, factor, likely, phrase, phrases, longest);
  }
  return made;
}
