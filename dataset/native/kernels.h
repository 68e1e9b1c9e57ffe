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

// For each row raw[start:end] that opens with "![": where the one stretch lies that says something besides images,
// without the spaces and bars around it, or nothing at the row's end. -1 for both where that takes more than a look
// at brackets: no image, or several stretches. An image's name has at most `longest` code points. All arrays hold
// `count`. Returns how many are not -1.
int64_t image_rests(const uint8_t *raw, const int64_t *start, const int64_t *end, int64_t count,
                    int64_t longest, int64_t *from, int64_t *to);

// Where in the last `reach` code points of stretches raw[start:end] one of some literals first stands, or -1.
// `literal` holds the first eight bytes of each, the first one lowest, `length` how many of them count (1 to 8).
// `start`, `end` and `found` hold `count`, `literal` and `length` hold `literals`. Returns how many have one.
int64_t find_literals(const uint8_t *raw, const int64_t *start, const int64_t *end, int64_t count,
                      int64_t reach, const uint64_t *literal, const int64_t *length, int64_t literals,
                      int64_t *found);

// Words of lines: `key` and `number` (opens with a digit) hold one for each word, of[line] is a line's first word and
// of[line + 1] the word behind its last. `lines` and `found` hold `count`. `known`, `first` and `likely` are tables
// of 65,536 by a key's upper 16 bits, `factor` holds an odd number per place in a line. Each kernel returns how many
// lines it found.
//
// Lines whose first words are one of some openings. `opening` (sorted), `plain` and `colon` hold `openings`: the key
// of its words, and whether it counts without and with a colon behind, or a space and a colon. None has more than
// `longest` words. `word_end` holds one offset into `raw` for each word, `head` the key of each line's first word.
int64_t opening_lines(const uint8_t *raw, const int64_t *word_end, const uint64_t *key, const int64_t *of,
                      const uint64_t *head, const int64_t *lines, int64_t count, const uint8_t *first,
                      const uint64_t *factor, const uint64_t *opening, const uint8_t *plain,
                      const uint8_t *colon, int64_t openings, int64_t longest, uint8_t *found);
// Lines that have words, all of them known or numbers.
int64_t lines_of_known(const uint64_t *key, const uint8_t *number, const int64_t *of, const int64_t *lines,
                       int64_t count, const uint8_t *known, uint8_t *found);
// Lines that are phrases and nothing else, whatever numbers stand between: each word is a number or in a phrase, and
// not all are numbers. `phrase` (sorted) holds `phrases` line keys, none of more than `longest` words, `likely` is
// their table; all words of phrases are `known`.
int64_t lines_of_phrases(const uint64_t *key, const uint8_t *number, const int64_t *of, const int64_t *lines,
                         int64_t count, const uint8_t *known, const uint64_t *factor, const uint8_t *likely,
                         const uint64_t *phrase, int64_t phrases, int64_t longest, uint8_t *found);

// What parts lines raw[start:end]. 1: they are paths of two names or more with signs between, one more where one of
// these is a slash; no name has more than `longest` code points, and no slash stands between ASCII digits. 2: they
// have two bars or more. 3 is both. `start` and `end` hold all lines, `lines` and `found` hold `count`. Returns how
// many are not 0.
int64_t parted_lines(const uint8_t *raw, const int64_t *start, const int64_t *end, const int64_t *lines,
                     int64_t count, int64_t longest, uint8_t *found);

// Lines raw[start:end] that may hold a whole date of digits, like 1/2/2023: no other does, whatever digits there are.
// `start` and `end` hold all lines, `lines` and `found` hold `count`. Returns how many.
int64_t like_dates(const uint8_t *raw, const int64_t *start, const int64_t *end, const int64_t *lines,
                   int64_t count, uint8_t *found);

#endif
