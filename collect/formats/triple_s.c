/* Triple-S: names, labels and the meanings of codes come from its metadata. */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"

/* Among text it is nobody's: data of Triple-S is known by the metadata beside it. */
static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    (void)rows;
    trig_why_set(why, "the metadata beside it");
    return count ? 10 : 0;
}

static enum trig_status read_heading(struct trig_arena *arena, struct trig_heading *heading,
                                     const struct trig_codebook_question *question, struct trig_error *error)
{
    enum trig_status status = trig_heading_add(arena, &heading->keys, heading->raw, error);
    if (!question->is_multiple) {
        heading->options = question->options;
        heading->option_count = question->option_count;
        heading->has_unlabelled = true;
        heading->is_text = question->is_text;
        heading->use = question->is_record ? TRIG_USE_RECORD : TRIG_USE_ANSWERS;
        return status == TRIG_OK ? trig_heading_add(arena, &heading->texts, question->text, error) : status;
    }
    const struct trig_option_meaning *option = &question->options[0];
    struct trig_view part = option->label.length ? option->label : option->code;
    heading->is_option = true;
    if (status == TRIG_OK)
        status = trig_heading_add_spread(arena, heading, question->code, part, error);
    if (status == TRIG_OK)
        status = trig_heading_add_spread(arena, heading, question->text, part, error);
    return status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        status = trig_heading_set_raw(arena, &out[i], rows, count, i, error);
        if (status == TRIG_OK && codebook && i < codebook->count)
            status = read_heading(arena, &out[i], &codebook->questions[i], error);
    }
    return status;
}

const struct trig_format trig_format_triple_s = {
    .name = "triple_s",
    .title = "Triple-S",
    .summary = "data of fixed width or CSV with its metadata (.sss) beside it or as --codes",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .separators = "",
    .unticked = TRIG_UNTICKED_ANSWERED,
};

const struct trig_format *const trig_formats_of_triple_s[] = {&trig_format_triple_s, NULL};
