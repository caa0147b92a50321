#include "collect/sources/sniff.h"

#include "surveys/base/text.h"

#include <stdio.h>

void trig_dialect_note(struct trig_dialect *dialect, enum trig_found which, const char *name,
                       const char *value, const struct trig_why *why)
{
    struct trig_finding *finding = &dialect->findings[which];
    finding->name = name;
    snprintf(finding->value, sizeof finding->value, "%s", value);
    finding->why = *why;
}

static const struct trig_format *format_at(const struct trig_dialect *dialect, size_t index)
{
    return dialect->formats ? dialect->formats[index] : trig_format_at(index);
}

static enum trig_status name_platforms(const struct trig_dialect *dialect, const char *typed,
                                       struct trig_error *error)
{
    char names[400] = "";
    size_t used = 0;
    bool known = trig_format_find(trig_view(typed)) != NULL;
    for (size_t i = 0; format_at(dialect, i) && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                                 format_at(dialect, i)->name);
    return trig_error_set(error, TRIG_ERR_USAGE,
                          known ? "files of this kind are not read as %s; they can be %s"
                                : "no platform is called %s; the platforms are %s",
                          typed, names);
}

static const struct trig_format *find_named(const struct trig_dialect *dialect, const char *name)
{
    for (size_t i = 0; format_at(dialect, i); i++)
        if (strcmp(format_at(dialect, i)->name, name) == 0)
            return format_at(dialect, i);
    return NULL;
}

static enum trig_status find_platform(const struct trig_head *head, const struct trig_sniff_options *options,
                                      struct trig_dialect *dialect, struct trig_error *error)
{
    const struct trig_views *rows = head->rows + dialect->title_rows;
    size_t count = head->count - dialect->title_rows;
    struct trig_why why = {""};
    if (options->platform) {
        dialect->format = find_named(dialect, options->platform);
        if (!dialect->format)
            return name_platforms(dialect, options->platform, error);
        trig_why_set(&why, "as asked");
    }
    int best = 0;
    for (size_t i = 0; !options->platform && format_at(dialect, i); i++) {
        const struct trig_format *format = format_at(dialect, i);
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
    trig_dialect_note(dialect, TRIG_FOUND_PLATFORM, "platform", dialect->format->name, &why);
    return TRIG_OK;
}

static enum trig_status find_header_rows(const struct trig_head *head,
                                         const struct trig_sniff_options *options,
                                         struct trig_dialect *dialect, struct trig_error *error)
{
    struct trig_why why;
    char value[24];
    int64_t asked = 0;
    const struct trig_views *rows = head->rows + dialect->title_rows;
    size_t count = head->count - dialect->title_rows;
    const struct trig_format *format = dialect->format;
    dialect->header_rows =
        format->count_header_rows ? format->count_header_rows(rows, count) : format->header_rows;
    dialect->escapes = format->find_escapes ? format->find_escapes(rows, count) : NULL;
    if (options->header_rows) {
        if (!trig_text_to_integer(trig_view(options->header_rows), &asked) || asked < 1 || asked > 3)
            return trig_error_set(error, TRIG_ERR_USAGE, "--header-rows takes 1, 2 or 3, not %s",
                                  options->header_rows);
        dialect->header_rows = (size_t)asked;
    }
    if (count < dialect->header_rows)
        return trig_error_set(error, TRIG_ERR_FORMAT, "holds fewer records than header rows");
    snprintf(value, sizeof value, "%zu", dialect->header_rows);
    if (dialect->title_rows)
        trig_why_set(&why, "%s, below %zu title line%s", asked ? "as asked" : dialect->format->title,
                     dialect->title_rows, dialect->title_rows == 1 ? "" : "s");
    else
        trig_why_set(&why, "%s", asked ? "as asked" : dialect->format->title);
    trig_dialect_note(dialect, TRIG_FOUND_HEADER_ROWS, "header rows", value, &why);
    return TRIG_OK;
}

enum trig_status trig_sniff(const struct trig_head *head, const struct trig_sniff_options *options,
                            struct trig_dialect *out, struct trig_error *error)
{
    out->title_rows = trig_head_titles(head);
    enum trig_status status = find_platform(head, options, out, error);
    return status == TRIG_OK ? find_header_rows(head, options, out, error) : status;
}
