#include "collect/sniff.h"

#include "surveys/memory.h"
#include "surveys/text.h"

#include "collect/decode.h"

#include <stdio.h>

static const struct {
    char character;
    const char *name;
} separators[] = {{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}};

#define SEPARATORS (sizeof separators / sizeof *separators)

static void note(struct trig_dialect *dialect, size_t which, const char *name, const char *value,
                 const struct trig_why *why)
{
    struct trig_finding *finding = &dialect->findings[which];
    finding->name = name;
    snprintf(finding->value, sizeof finding->value, "%s", value);
    finding->why = *why;
}

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

static void try_dialect(struct trig_view text, bool whole, char separator, char quote, struct trial *out)
{
    *out = (struct trial){.csv = {.separator = separator, .quote = quote}};
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
    note(dialect, TRIG_FOUND_SEPARATOR, "separator", name, &why);
    bool quoted = best->csv.quote == '"';
    trig_why_set(&why, quoted ? "fields may be quoted"
                              : "quotation marks stand inside fields, as in text that is not quoted");
    note(dialect, TRIG_FOUND_QUOTE, "quote", quoted ? "\"" : "none", &why);
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
static enum trig_status take_trial(struct trial *trial, bool asked, struct trig_dialect *dialect,
                                   struct trig_head *head, struct trig_error *error)
{
    if (!trial->readable || !trial->head.count) {
        enum trig_status status = trial->readable ? TRIG_ERR_FORMAT : trial->error.status;
        if (trial->readable)
            return trig_error_set(error, status, "holds no records; export the responses again");
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

/* Tries the separators. What none of them can read is tried as tab-separated
 * text whose quotation marks are only text. */
static enum trig_status find_separator(struct trig_view text, bool whole, const char *typed,
                                       struct trig_dialect *dialect, struct trig_head *head,
                                       struct trig_error *error)
{
    struct trial trials[SEPARATORS + 1];
    size_t count = 0;
    char asked = 0;
    if (typed && !take_separator(typed, &asked))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "%s is no separator; say one character, or comma, semicolon, tab or pipe",
                              typed);
    if (typed)
        try_dialect(text, whole, asked, '"', &trials[count++]);
    for (size_t i = 0; i < SEPARATORS && !typed; i++)
        try_dialect(text, whole, separators[i].character, '"', &trials[count++]);
    size_t best = best_trial(trials, count);
    if (!trials[best].readable && (!typed || asked == '\t')) {
        try_dialect(text, whole, '\t', TRIG_NO_QUOTE, &trials[count]);
        if (merit(&trials[count]) > 0.8 && !trials[count].header_is_quoted)
            best = count;
        count++;
    }
    /* Running out of memory says nothing about a separator. */
    for (size_t i = 0; i < count; i++)
        if (!trials[i].readable && trials[i].error.status == TRIG_ERR_MEMORY)
            best = i;
    enum trig_status status = take_trial(&trials[best], typed != NULL, dialect, head, error);
    for (size_t i = 0; i < count; i++)
        trig_head_clear(&trials[i].head);
    return status;
}

/* ---- platform and header rows ------------------------------------------------------ */

static enum trig_status name_platforms(const char *typed, struct trig_error *error)
{
    char names[400] = "";
    size_t used = 0;
    for (size_t i = 0; trig_format_at(i) && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                                 trig_format_at(i)->name);
    return trig_error_set(error, TRIG_ERR_USAGE, "no platform is called %s; the platforms are %s", typed,
                          names);
}

static enum trig_status find_platform(const struct trig_head *head, const struct trig_sniff_options *options,
                                      struct trig_dialect *dialect, struct trig_error *error)
{
    const struct trig_views *rows = head->rows + dialect->title_rows;
    size_t count = head->count - dialect->title_rows;
    struct trig_why why = {""};
    if (options->platform) {
        dialect->format = trig_format_find(trig_view(options->platform));
        if (!dialect->format)
            return name_platforms(options->platform, error);
        trig_why_set(&why, "as asked");
    }
    int best = 0;
    for (size_t i = 0; !options->platform && trig_format_at(i); i++) {
        const struct trig_format *format = trig_format_at(i);
        struct trig_why reason = {""};
        int score = format->recognise(rows, count, &reason);
        /* Whoever brings a key has an export that a key belongs to. */
        if (score && options->has_codes && format->read_codebook)
            score += 100;
        if (score > best) {
            best = score;
            dialect->format = format;
            why = reason;
        }
    }
    if (!dialect->format)
        return trig_error_set(error, TRIG_ERR_FORMAT, "holds no header");
    note(dialect, TRIG_FOUND_PLATFORM, "platform", dialect->format->name, &why);
    return TRIG_OK;
}

static enum trig_status find_header_rows(const struct trig_head *head,
                                         const struct trig_sniff_options *options,
                                         struct trig_dialect *dialect, struct trig_error *error)
{
    struct trig_why why;
    char value[24];
    int64_t asked = 0;
    dialect->header_rows = dialect->format->header_rows;
    if (options->header_rows) {
        if (!trig_text_to_integer(trig_view(options->header_rows), &asked) || asked < 1 || asked > 3)
            return trig_error_set(error, TRIG_ERR_USAGE, "--header-rows takes 1, 2 or 3, not %s",
                                  options->header_rows);
        dialect->header_rows = (size_t)asked;
    }
    if (head->count - dialect->title_rows < dialect->header_rows)
        return trig_error_set(error, TRIG_ERR_FORMAT, "holds fewer records than header rows");
    snprintf(value, sizeof value, "%zu", dialect->header_rows);
    if (dialect->title_rows)
        trig_why_set(&why, "%s, below %zu title line%s", asked ? "as asked" : dialect->format->title,
                     dialect->title_rows, dialect->title_rows == 1 ? "" : "s");
    else
        trig_why_set(&why, "%s", asked ? "as asked" : dialect->format->title);
    note(dialect, TRIG_FOUND_HEADER_ROWS, "header rows", value, &why);
    return TRIG_OK;
}

enum trig_status trig_sniff(const struct trig_facts *facts, const struct trig_sniff_options *options,
                            struct trig_head *head, struct trig_dialect *out, struct trig_error *error)
{
    struct sample_text sample = {0};
    *out = (struct trig_dialect){.title_rows = 0};
    enum trig_status status = options->encoding
                                  ? trig_encoding_take(options->encoding, facts, &out->encoding, error)
                                  : trig_encoding_guess(facts, &out->encoding, error);
    if (status == TRIG_OK) {
        note(out, TRIG_FOUND_ENCODING, "encoding", out->encoding.name, &out->encoding.why);
        status = decode_sample(facts, &out->encoding, &sample, error);
    }
    bool whole = facts->sampled == facts->size;
    if (status == TRIG_OK)
        status = find_separator(trig_view_of(sample.bytes, sample.length), whole, options->separator, out,
                                head, error);
    trig_free(sample.bytes);
    if (status != TRIG_OK)
        return status;
    out->title_rows = trig_head_titles(head);
    status = find_platform(head, options, out, error);
    if (status == TRIG_OK)
        status = find_header_rows(head, options, out, error);
    if (status != TRIG_OK)
        trig_head_clear(head);
    return status;
}
