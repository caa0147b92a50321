#include "collect/sources/text_dialect.h"

#include "surveys/base/memory.h"

#include "collect/bytes/content.h"
#include "collect/bytes/decode.h"

static const struct {
    char character;
    const char *name;
} separators[] = {{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}};

#define SEPARATORS (sizeof separators / sizeof *separators)

/* ---- the sample as text ---------------------------------------------------- */

struct sample_text {
    char *bytes;
    size_t length;
    size_t capacity;
};

static enum trig_status append_text(void *context, struct trig_view text, struct trig_error *error)
{
    struct sample_text *sample = context;
    enum trig_status status =
        trig_grow((void **)&sample->bytes, &sample->capacity, sample->length + text.length, 1, error);
    if (status != TRIG_OK)
        return status;
    memcpy(sample->bytes + sample->length, text.data, text.length);
    sample->length += text.length;
    return TRIG_OK;
}

static enum trig_status decode_sample(const struct trig_facts *facts,
                                      const struct trig_encoding_guess *encoding, struct sample_text *out,
                                      struct trig_error *error)
{
    trig_decoder *decoder = trig_decoder_create(encoding->name, append_text, out, error);
    if (!decoder)
        return error ? error->status : TRIG_ERR_MEMORY;
    struct trig_view bytes = trig_view_of(facts->sample + encoding->mark, facts->sampled - encoding->mark);
    enum trig_status status = trig_decoder_feed(decoder, bytes, error);
    trig_decoder_destroy(decoder);
    return status;
}

/* ---- separator and quote ------------------------------------------------------ */

/* How an export looks with one separator. */
struct trial {
    struct trig_head head;
    struct trig_error error;
    struct trig_csv_options csv;
    size_t fields;
    size_t agreeing;
    bool readable;
    bool header_is_quoted; /* a cell of the first record begins with a quotation mark */
};

static void try_dialect(struct trig_view text, bool whole, const struct trig_csv_options *csv,
                        struct trial *out)
{
    *out = (struct trial){.csv = *csv};
    out->readable = trig_head_read(text, whole, &out->csv, &out->head, &out->error) == TRIG_OK;
    out->fields = trig_head_fields(&out->head, &out->agreeing);
    for (size_t i = 0; out->head.count && i < out->head.rows[0].count; i++) {
        struct trig_view cell = out->head.rows[0].items[i];
        out->header_is_quoted |= cell.length && cell.data[0] == '"';
    }
}

/* A better trial has more fields in more of its records. One that cannot be
 * read to the end may still be the right one, of a file with a mistake. */
static double merit(const struct trial *trial)
{
    if (!trial->head.count || trial->fields < 2)
        return 0;
    double share = (double)trial->agreeing / (double)trial->head.count;
    return (trial->readable ? 1 : 0.5) * share * share * (1 + (double)trial->fields / 1000);
}

static bool take_separator(const char *typed, char *out)
{
    if (strcmp(typed, "\\t") == 0)
        typed = "tab";
    for (size_t i = 0; i < SEPARATORS; i++)
        if (strcmp(typed, separators[i].name) == 0) {
            *out = separators[i].character;
            return true;
        }
    *out = typed[0];
    return typed[0] && !typed[1] && typed[0] != '"' && typed[0] != '\n' && typed[0] != '\r';
}

static void note_separator(struct trig_dialect *dialect, const struct trial *best, bool asked)
{
    struct trig_why why;
    char value[2] = {best->csv.separator, 0};
    const char *name = value;
    for (size_t i = 0; i < SEPARATORS; i++)
        if (separators[i].character == best->csv.separator)
            name = separators[i].name;
    if (asked)
        trig_why_set(&why, "as asked");
    else if (best->fields < 2)
        trig_why_set(&why, "nothing separates: it has a single column");
    else
        trig_why_set(&why, "gives %zu fields in %zu of the first %zu records", best->fields, best->agreeing,
                     best->head.count);
    trig_dialect_note(dialect, TRIG_FOUND_SEPARATOR, "separator", name, &why);
    bool quoted = best->csv.quote == '"';
    trig_why_set(&why, quoted ? "fields may be quoted"
                              : "quotation marks stand inside fields, as in text that is not quoted");
    trig_dialect_note(dialect, TRIG_FOUND_QUOTE, "quote", quoted ? "\"" : "none", &why);
}

/* The best of [count] trials; when none has merit, a readable one (a single
 * column), else the one that came furthest. */
static size_t best_trial(const struct trial *trials, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++) {
        double more = merit(&trials[i]) - merit(&trials[best]);
        bool further = trials[i].readable && !trials[best].readable;
        if (!trials[i].readable && !trials[best].readable)
            further = trials[i].error.line > trials[best].error.line;
        if (more > 0 || (more == 0 && further))
            best = i;
    }
    return best;
}

/* Hands over what the best trial found, or its error. */
static enum trig_status take_trial(struct trial *trial, bool whole, bool asked, struct trig_dialect *dialect,
                                   struct trig_head *head, struct trig_error *error)
{
    if (!trial->readable || !trial->head.count) {
        enum trig_status status = trial->readable ? TRIG_ERR_FORMAT : trial->error.status;
        if (trial->readable)
            return trig_error_set(error, status,
                                  whole ? "holds no records; export the responses again"
                                        : "its first record is longer than what is looked at to find the "
                                          "separator: is a closing quote or a line end missing?");
        if (error)
            *error = trial->error;
        return status;
    }
    dialect->csv = trial->csv;
    note_separator(dialect, trial, asked);
    *head = trial->head;
    trig_arena_init(&trial->head.arena); /* the rows now belong to [head] */
    return TRIG_OK;
}

static enum trig_status take_limits(const struct trig_sniff_options *options, struct trig_csv_options *csv,
                                    struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    uint64_t field = 0, record = 0;
    *csv = (struct trig_csv_options){.quote = '"',
                                     .column_limit = options->column_limit,
                                     .field_option = "--field-limit",
                                     .record_option = "--record-limit",
                                     .column_option = "--column-limit"};
    if (options->field_limit)
        status = trig_size_take(options->field_limit, csv->field_option, &field, error);
    if (status == TRIG_OK && options->record_limit)
        status = trig_size_take(options->record_limit, csv->record_option, &record, error);
    csv->field_limit = (size_t)field;
    csv->record_limit = (size_t)record;
    return status;
}

/* Tries the separators. What none of them can read is tried as tab-separated
 * text whose quotation marks are only text. */
static enum trig_status find_separator(struct trig_view text, bool whole,
                                       const struct trig_sniff_options *options, struct trig_dialect *dialect,
                                       struct trig_head *head, struct trig_error *error)
{
    struct trial trials[SEPARATORS + 1];
    struct trig_csv_options csv;
    const char *typed = options->separator;
    size_t count = 0;
    char asked = 0;
    if (typed && !take_separator(typed, &asked))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "%s is no separator; say one character, or comma, semicolon, tab or pipe",
                              typed);
    enum trig_status status = take_limits(options, &csv, error);
    if (status != TRIG_OK)
        return status;
    csv.separator = asked;
    if (typed)
        try_dialect(text, whole, &csv, &trials[count++]);
    for (size_t i = 0; i < SEPARATORS && !typed; i++) {
        csv.separator = separators[i].character;
        try_dialect(text, whole, &csv, &trials[count++]);
    }
    size_t best = best_trial(trials, count);
    if (!trials[best].readable && (!typed || asked == '\t')) {
        csv.separator = '\t';
        csv.quote = TRIG_NO_QUOTE;
        try_dialect(text, whole, &csv, &trials[count]);
        if (merit(&trials[count]) > 0.8 && !trials[count].header_is_quoted)
            best = count;
        count++;
    }
    /* Running out of memory says nothing about a separator. A limit does where no other separates
     * anything: there are more fields than it allows. */
    bool lost = trials[best].readable && merit(&trials[best]) == 0;
    for (size_t i = 0; i < count; i++)
        if (trials[i].error.status == TRIG_ERR_MEMORY || (lost && trials[i].error.status == TRIG_ERR_LIMIT))
            best = i;
    status = take_trial(&trials[best], whole, typed != NULL, dialect, head, error);
    for (size_t i = 0; i < count; i++)
        trig_head_clear(&trials[i].head);
    return status;
}

enum trig_status trig_text_dialect_find(const struct trig_facts *facts,
                                        const struct trig_sniff_options *options, struct trig_head *head,
                                        struct trig_dialect *out, struct trig_error *error)
{
    struct sample_text sample = {0};
    enum trig_status status = options->encoding
                                  ? trig_encoding_take(options->encoding, facts, &out->encoding, error)
                                  : trig_encoding_guess(facts, &out->encoding, error);
    if (status != TRIG_OK)
        return status;
    trig_dialect_note(out, TRIG_FOUND_ENCODING, "encoding", out->encoding.name, &out->encoding.why);
    status = decode_sample(facts, &out->encoding, &sample, error);
    bool whole = facts->sampled == facts->size;
    if (status == TRIG_OK)
        status = find_separator(trig_view_of(sample.bytes, sample.length), whole, options, out, head, error);
    trig_free(sample.bytes);
    return status;
}
