/* One line of an export as bytes: how a platform quotes, and a buffer to put
 * the cells into. Cells are encoded once and copied a million times. */
#ifndef TRIG_TESTS_SYNTH_LINE_H
#define TRIG_TESTS_SYNTH_LINE_H

#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include <stdint.h>

enum trig_synth_quotes {
    TRIG_SYNTH_QUOTE_NEEDED, /* as RFC 4180 needs it */
    TRIG_SYNTH_QUOTE_FILLED, /* every cell that is not empty */
    TRIG_SYNTH_QUOTE_ALL
};

struct trig_synth_style {
    char separator;
    const char *line_end;
    bool byte_order_mark;
    enum trig_synth_quotes quotes;
};

/** [text] as a cell in this style, in the arena; data is NULL when memory is out. */
struct trig_view trig_synth_encode(struct trig_arena *arena, const struct trig_synth_style *style,
                                   struct trig_view text);

/* A growing line; failed stays set once memory was out. */
struct trig_synth_line {
    char *bytes; /* owned */
    size_t length;
    size_t capacity;
    bool failed;
};

void trig_synth_line_clear(struct trig_synth_line *line);
void trig_synth_line_put(struct trig_synth_line *line, struct trig_view bytes);
void trig_synth_line_put_number(struct trig_synth_line *line, uint64_t number);
/** Puts [text] as a cell, encoded on the fly. */
void trig_synth_line_put_cell(struct trig_synth_line *line, const struct trig_synth_style *style,
                              struct trig_view text);

#endif
