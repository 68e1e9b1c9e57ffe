// What lines of one page have in common. dataset/normalize/coherence.py says what for.
#include "kernels.h"
#include "table.h"

// The terms of one page in order: key and line, the first that is the same, and for that one its number.
typedef struct {
  uint64_t *key;
  int64_t *line;
  uint32_t *first;
  int64_t *number;
  uint32_t *table;
} Room;

enum { ONCE = -1, AGAIN = -2 };

static int64_t most_words(const int64_t *of, const int64_t *first, int64_t pages) {
  int64_t most = 0;
  for (int64_t page = 0; page < pages; page++) {
    int64_t words = of[first[page + 1]] - of[first[page]];
    if (words > most) most = words;
  }
  return most;
}

static void leave(Room *room) {
  free(room->key);
  free(room->line);
  free(room->first);
  free(room->number);
  free(room->table);
}

static int enter(Room *room, int64_t most) {
  size_t count = (size_t)most + 1;
  *room = (Room){malloc(8 * count), malloc(8 * count), malloc(4 * count), malloc(8 * count),
                 most >> 32 ? NULL : malloc(sizeof(uint32_t) << table_bits(most))};
  if (room->key && room->line && room->first && room->number && room->table) return 1;
  leave(room);
  return 0;
}

// Numbers those of a page's terms that it has more than once, from `next` on; returns the next number.
static int64_t number_terms(const Room *room, int64_t terms, int32_t *number, int32_t *line, int64_t *kept,
                            int64_t next) {
  int bits = table_bits(terms);
  memset(room->table, 0, sizeof(uint32_t) << bits);
  for (int64_t term = 0; term < terms; term++) {
    uint32_t *slot = slot_of(room->table, bits, room->key, room->key[term]), held = *slot;
    uint32_t first = held ? held - 1 : (uint32_t)term;
    room->number[first] = held ? AGAIN : ONCE;
    room->first[term] = first;
    *slot = first + 1;
  }
  for (int64_t term = 0; term < terms; term++) {
    int64_t *own = room->number + room->first[term], fresh = *own == AGAIN;
    *own = fresh ? next : *own;
    next += fresh;
    // Written in any case, and kept where it comes again.
    number[*kept] = (int32_t)*own;
    line[*kept] = (int32_t)room->line[term];
    *kept += *own != ONCE;
  }
  return next;
}

// The pairs of words of one line, from `terms` on; returns how many there are then.
static int64_t add_pairs(const Room *room, int64_t terms, int64_t line, const uint64_t *key, const int64_t *of,
                         const uint8_t *small) {
  uint8_t before = 1;
  for (int64_t word = of[line]; word < of[line + 1]; word++) {
    uint8_t now = small[key[word] >> 48];
    // Written in any case, and kept where neither is small: nobody foresees which are.
    room->key[terms] = word ? key[word - 1] * K2 + key[word] : 0;
    room->line[terms] = line;
    terms += !(before | now);
    before = now;
  }
  return terms;
}

// The same of names. Few words are one: those are found eight at a time.
static int64_t add_names(const Room *room, int64_t terms, int64_t line, const uint64_t *key, const int64_t *of,
                         const uint8_t *capital, const uint8_t *opens) {
  for (int64_t word = of[line]; word < of[line + 1]; word += 8) {
    int64_t left = of[line + 1] - word;
    uint64_t large = 0, first = 0;
    memcpy(&large, capital + word, (size_t)(left < 8 ? left : 8));
    memcpy(&first, opens + word, (size_t)(left < 8 ? left : 8));
    for (uint64_t names = large & ~first; names; names &= names - 1) {
      room->key[terms] = key[word + __builtin_ctzll(names) / 8];
      room->line[terms++] = line;
    }
  }
  return terms;
}

static int64_t terms_of(const uint64_t *key, const int64_t *of, const int64_t *first, int64_t pages,
                        const uint8_t *small, const uint8_t *capital, const uint8_t *opens, int32_t *number,
                        int32_t *line, int64_t *found, int64_t *distinct) {
  Room room;
  int64_t kept = 0, next = 0;
  if (!enter(&room, most_words(of, first, pages))) return -1;
  for (int64_t page = 0; page < pages; page++) {
    int64_t terms = 0;
    for (int64_t one = first[page]; one < first[page + 1]; one++) {
      int64_t before = terms;
      terms = small ? add_pairs(&room, terms, one, key, of, small) : add_names(&room, terms, one, key, of, capital, opens);
      found[one] = terms - before;
    }
    next = number_terms(&room, terms, number, line, &kept, next);
  }
  leave(&room);
  *distinct = next;
  return kept;
}

int64_t pair_terms(const uint64_t *key, const int64_t *of, const int64_t *first, int64_t pages, const uint8_t *small,
                   int32_t *number, int32_t *line, int64_t *found, int64_t *distinct) {
  return terms_of(key, of, first, pages, small, NULL, NULL, number, line, found, distinct);
}

int64_t name_terms(const uint64_t *key, const int64_t *of, const int64_t *first, int64_t pages,
                   const uint8_t *capital, const uint8_t *opens, int32_t *number, int32_t *line, int64_t *found,
                   int64_t *distinct) {
  return terms_of(key, of, first, pages, NULL, capital, opens, number, line, found, distinct);
}

int64_t shared_terms(const int32_t *number, const int32_t *line, int64_t terms, int64_t distinct,
                     const uint8_t *source, int64_t lines, int64_t *above, int64_t *below) {
  // Of each number the first and the last line of a source that has it.
  int32_t *first = malloc(2 * sizeof(int32_t) * (size_t)(distinct + 1));
  if (!first) return -1;
  for (int64_t one = 0; one < distinct; one++) first[2 * one] = INT32_MAX, first[2 * one + 1] = -1;
  for (int64_t term = 0; term < terms; term++) {
    if (!source[line[term]]) continue;
    int32_t *ends = first + 2 * (int64_t)number[term];
    if (ends[0] == INT32_MAX) ends[0] = line[term];
    ends[1] = line[term];
  }
  memset(above, 0, sizeof(int64_t) * (size_t)lines);
  memset(below, 0, sizeof(int64_t) * (size_t)lines);
  for (int64_t term = 0; term < terms; term++) {
    const int32_t *ends = first + 2 * (int64_t)number[term];
    above[line[term]] += ends[0] < line[term];
    below[line[term]] += ends[1] > line[term];
  }
  free(first);
  return 0;
}
