// Every kernel: what it takes, what it writes, what it returns. dataset/native/__init__.py reads this file.
//
// `raw` is UTF-8 between line breaks: raw[0] is '\n' and at least 32 of them stand behind the text, so that a
// kernel may look a few bytes around any place of it. Places are byte offsets into `raw`, ends exclusive; what is
// counted `of` groups has one more entry than groups, the total. Whoever calls allocates every array, as long
// as the parameter's comment says. A kernel that needs memory of its own and gets none returns -1.
#ifndef TINBAI_KERNELS_H
#define TINBAI_KERNELS_H
#include <stdint.h>

// lines.c

// Lays texts, data[offsets[i]:offsets[i + 1]], one after the other between line breaks. Returns how many breaks
// stand in raw[0:size], the padding among them.
int64_t lay_out(const uint8_t *data, const int64_t *offsets, int64_t texts,
                uint8_t *raw, int64_t size);  // raw: all texts' bytes, one more for each, and 33

// The lines of laid out texts that are not blank, and a hash of each line's bytes. Returns how many.
int64_t split_lines(const uint8_t *raw, const int64_t *offsets, int64_t texts,
                    int64_t *page, int64_t *number, int64_t *start, int64_t *end, uint64_t *key,  // lines
                    int64_t *first,   // texts + 1: the first line of each
                    int64_t *after);  // texts: the number of a line behind the last

// ends.c

// A hash of how each line opens and one of how it closes, whatever its digits: 12 bytes each, of lines that have more,
// and no more than 240; 0 for others.
int64_t hash_ends(const uint8_t *raw, const int64_t *start, const int64_t *end, int64_t lines,
                  uint64_t *opening, uint64_t *closing);  // lines

// words.c

// The words of lines that stand in order, and what is counted of each line. Returns how many words, or more than `most`
// where there is no room for them all.
int64_t find_words(const uint8_t *raw, const int64_t *line_start, const int64_t *line_end, int64_t lines,
                   const uint64_t *factors,  // 256: one odd factor per place in a line
                   uint8_t *folded, uint8_t *inside, int64_t *edges,       // the longest line and 64 more: to work in
                   int64_t most,
                   int32_t *start, int32_t *end, uint64_t *key,            // most
                   uint8_t *capital, uint8_t *number, uint8_t *opens,      // most
                   int64_t *of,                                            // lines + 1
                   uint64_t *line_key,                                     // lines
                   int64_t *capitals, int64_t *numbers, int64_t *opened);  // lines

// forms.c

// How lines look. `small` is a table of function words by their keys' upper 16 bits. Flags are rows of `lines`. A size
// below 0 is counted from the bytes, in code points.
int64_t look_at(const uint8_t *raw, const int64_t *start, const int64_t *end, int64_t *size, int64_t lines,
                const int64_t *of, const int32_t *word_end, const uint64_t *key, const uint8_t *capital,
                const int64_t *opened,
                const uint8_t *small,  // 65,536
                int64_t *smalls,       // lines: how many function words
                uint8_t *flags);       // 12 x lines: see forms.c

// same.c

// For each key the place of the last that is equal to it in its group; `starts` are groups' first keys.
int64_t last_of_same(const uint64_t *key, const int64_t *starts, int64_t groups,  // groups + 1
                     int64_t *last);                                              // keys

// terms.c

// Terms that a page has more than once, by number and line, in order: pairs of neighbouring words that are no
// function words. Returns how many; distinct[0] is how many numbers there are.
int64_t pair_terms(const uint64_t *key, const int64_t *of, const int64_t *first, int64_t pages,
                   const uint8_t *small,  // 65,536
                   int32_t *number, int32_t *line,  // words
                   int64_t *found,                  // lines: all its terms
                   int64_t *distinct);              // 1

// The same of words with a capital that no sentence begins with.
int64_t name_terms(const uint64_t *key, const int64_t *of, const int64_t *first, int64_t pages,
                   const uint8_t *capital, const uint8_t *opens,
                   int32_t *number, int32_t *line,  // words
                   int64_t *found,                  // lines
                   int64_t *distinct);              // 1

// How many of each line's terms a line of `source` above it uses, and how many one below.
int64_t shared_terms(const int32_t *number, const int32_t *line, int64_t terms, int64_t distinct,
                     const uint8_t *source, int64_t lines,
                     int64_t *above, int64_t *below);  // lines

// surroundings.c

// What stands around each line: columns in the order of dataset/normalize/features.py.
int64_t look_around(const int64_t *first, int64_t pages,  // pages + 1
                    const uint8_t *summed,                // 4 x lines: paragraph, headline, furniture, sentences told
                    const int64_t *size,                  // lines, as all below
                    const uint8_t *opener, const uint8_t *end, const uint8_t *stamp, const int64_t *group,
                    int64_t lines, uint8_t *columns);  // 33 x lines

// second_look.c

// How some lines (ascending) stand to what the first pass took for the story: columns in the order of
// dataset/normalize/model.py. `margin` is what speaks for each line's being the title, in units of 1 / one_unit.
int64_t look_again(const int64_t *first, int64_t pages,                 // pages + 1
                   const uint8_t *story, const uint8_t *title,          // lines, as all of this: binned margins
                   const uint8_t *told, const uint8_t *sure, const int64_t *margin, int64_t one_unit,
                   const int64_t *chosen, int64_t count,                // count
                   uint8_t *columns);                                   // 45 x count

// counts.c

// Of rows sorted by site, story and line: for each site how many stories it has (as line 0) and, sorted, the lines
// that stand on two of them or more, how many these are and how many lines follow. Returns how many; -1 without memory.
int64_t count_lines(const uint64_t *site, const uint64_t *story, const uint64_t *line, const uint64_t *next,
                    int64_t rows,                                                                      // rows
                    uint64_t *of_site, uint64_t *of_line, uint32_t *stories, uint32_t *nexts);  // twice as many

// Where each wanted key stands among others, no two of which are equal; -1 where it does not.
int64_t find_keys(const uint64_t *key, int64_t keys, const uint64_t *wanted, int64_t count,
                  int64_t *place);  // count

// told.c

// Lines of pages in an order of pages, and their ends, which nothing follows (0): those with one key of one group,
// whose pages are neighbours in that order, become one, and of what follows them the smallest stays. Returns how many,
// sorted by group and key; -1 without memory.
int64_t tell_once(const int64_t *order, const int64_t *group, int64_t pages,  // pages: their order, each one's group
                  const int64_t *first,                                       // pages + 1: lines of each page
                  const uint64_t *key, const uint64_t *following,             // lines
                  const uint64_t *opening, const uint64_t *closing,           // lines: further keys, 0 for none
                  int64_t *page, uint64_t *told, uint64_t *next);             // lines, three times

// model.c

// One hidden layer over small whole numbers. Input i of a line is own[row[i]] of the line step[i] below it (above
// where negative), 0 beyond its page; there are 32 different steps at most. `top` and `rest` count the page's lines
// above and below. A unit hands on its sum without its last `shift` bits, from 0 to `most`. Weights of inputs that follow
// each other stand side by side, 0 behind the last of an odd number. The width is at most 128, in eights.
int64_t score_lines(const uint8_t *own, int64_t rows,                         // rows x lines
                    const int64_t *row, const int64_t *step, int64_t inputs,  // inputs
                    const int64_t *top, const int64_t *rest, int64_t lines,   // lines
                    const int16_t *hidden, const int32_t *bias,               // pairs of inputs x width x 2; width
                    int64_t width, int64_t shift,
                    const float *out, int64_t most,                           // width + 1 x 3: last the bias
                    float *scores);                                           // 3 x lines

// Copy from[start[i]:end[i]] to out[to[i]:], for each i below `count`. Returns how many were copied: all, or those
// before the first that lies outside from[0:length] or out[0:room].
int64_t copy_pieces(const uint8_t *from, int64_t length, const int64_t *start, const int64_t *end, const int64_t *to,
                    int64_t count, uint8_t *out, int64_t room);

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
int64_t opening_lines(const uint8_t *raw, const int32_t *word_end, const uint64_t *key, const int64_t *of,
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
// these is a slash; no name has more than `longest` code points, and no slash stands between ASCII digits. The target of
// a link, like (/a), counts for nothing. 2: they have two bars or more. 3 is both. `start` and `end` hold all lines,
// `lines` and `found` hold `count`. Returns how many are not 0.
int64_t parted_lines(const uint8_t *raw, const int64_t *start, const int64_t *end, const int64_t *lines,
                     int64_t count, int64_t longest, uint8_t *found);

// Lines raw[start:end] that may hold a whole date of digits, like 1/2/2023: no other does, whatever digits there are.
// `start` and `end` hold all lines, `lines` and `found` hold `count`. Returns how many.
int64_t like_dates(const uint8_t *raw, const int64_t *start, const int64_t *end, const int64_t *lines,
                   int64_t count, uint8_t *found);

// For each text i of `count`, raw[first[i]:first[i + 1]] in valid UTF-8, without padding: unusual[i] is 0 if it is
// sure to hold nothing that cleaning changes or that reading looks at more closely, else 1. Returns how many are 1.
int64_t unusual_texts(const uint8_t *raw, const int64_t *first, int64_t count, uint8_t *unusual);

// For each text i of `count`, raw[first[i]:first[i + 1]] in UTF-8, without padding: found[i] is how many of its code
// points are wanted, size[i] how many were looked at: all, but for those behind the first `most` or behind `enough` that
// are wanted. wanted[c] is 1 or 0 for the 65536 code points that UTF-8 writes in up to three bytes. Returns `count`, or
// the first text that ends within a code point.
int64_t count_letters(const uint8_t *raw, const int64_t *first, int64_t count, const uint8_t *wanted, int64_t most,
                      int64_t enough, int64_t *found, int64_t *size);

// memory.c

// Keeps up to `trimmed` bytes of freed memory for the next batch, instead of giving it back and asking for it again,
// zeroed. Returns whether this machine's allocator can.
int64_t keep_memory(int64_t trimmed);

#endif
