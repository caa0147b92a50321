/* Exports that are files of SPSS or Stata.
 *
 *     file --describe--> codebook, names of the variables as the only header row
 *          --read------> sink(record), a case each
 */
#include "collect/formats/formats.h"
#include "collect/sources/export.h"
#include "collect/sources/spss_file.h"

#include <stdio.h>

static const struct {
    const char *name;
    const char *why;
} kinds[] = {
    [TRIG_SPSS_SAV] = {"SPSS .sav", "it begins with $FL2; variables, labels and missing values are its own"},
    [TRIG_SPSS_ZSAV] = {"SPSS .zsav",
                        "it begins with $FL3; variables, labels and missing values are its own"},
    [TRIG_STATA_DTA] = {"Stata .dta", "it begins as Stata's files do; variables and labels are its own"},
};

static bool recognise(const struct trig_export *export)
{
    return trig_spss_kind_of(export->facts.sample, export->facts.sampled) != TRIG_SPSS_NONE;
}

/* Delivers the names of the variables, which are the header. */
static enum trig_status deliver_names(const struct trig_spss_file *file, trig_csv_sink *sink, void *context,
                                      struct trig_error *error)
{
    size_t count = file->codebook.count;
    struct trig_csv_field *fields = trig_calloc(count, sizeof *fields);
    if (!fields)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read the file");
    for (size_t i = 0; i < count; i++)
        fields[i].text = file->codebook.questions[i].code;
    struct trig_csv_record record = {.fields = fields, .count = count, .number = 1};
    enum trig_status status = sink(context, &record, error);
    trig_free(fields);
    return status;
}

static enum trig_status read_head(const struct trig_spss_file *file, struct trig_head *head,
                                  struct trig_error *error)
{
    struct trig_spss_request request = {.most = TRIG_HEAD_ROWS - 1, .sink = trig_head_take, .context = head};
    enum trig_status status = deliver_names(file, trig_head_take, head, error);
    return status == TRIG_OK ? trig_spss_read(file, &request, error) : status;
}

static enum trig_status begin(struct trig_export *export, const struct trig_sniff_options *options,
                              struct trig_error *error)
{
    struct trig_spss_file *file = trig_calloc(1, sizeof *file);
    struct trig_why why;
    if (!file)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read the file");
    export->reading = file;
    trig_arena_init(&file->arena);
    file->kind = trig_spss_kind_of(export->facts.sample, export->facts.sampled);
    file->descriptor = export->content.descriptor;
    file->size = export->facts.size;
    file->encoding = options->encoding;
    trig_why_set(&why, "%s", kinds[file->kind].why);
    trig_dialect_note(&export->dialect, TRIG_FOUND_KIND, "kind of file", kinds[file->kind].name, &why);
    trig_why_set(&why, "as asked");
    if (options->encoding)
        trig_dialect_note(&export->dialect, TRIG_FOUND_ENCODING, "encoding", options->encoding, &why);
    export->dialect.formats = trig_formats_of_statistics;
    enum trig_status status = trig_spss_describe(file, error);
    export->codebook = file->codebook;
    return status == TRIG_OK ? read_head(file, &export->head, error) : status;
}

/* Delivers the names of the variables, then the cases. */
struct delivery {
    trig_csv_sink *sink;
    void *context;
    const struct trig_watcher *watcher;
    uint64_t size;
};

static enum trig_status take_case(void *context, const struct trig_csv_record *record,
                                  struct trig_error *error)
{
    const struct delivery *delivery = context;
    struct trig_csv_record below = *record;
    below.number++;
    return delivery->sink(delivery->context, &below, error);
}

static void tell(void *context, uint64_t bytes)
{
    const struct delivery *delivery = context;
    if (delivery->watcher && delivery->watcher->moved)
        delivery->watcher->moved(delivery->watcher->context, bytes, delivery->size);
}

static enum trig_status read(const struct trig_export *export, trig_csv_sink *sink, void *context,
                             const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                             struct trig_error *error)
{
    const struct trig_spss_file *file = export->reading;
    struct delivery delivery = {sink, context, watcher, export->facts.size};
    struct trig_spss_request request = {
        .sink = take_case, .context = &delivery, .moved = tell, .moved_context = &delivery};
    *undecodable = (struct trig_undecodable){.count = 0};
    enum trig_status status = deliver_names(file, sink, context, error);
    if (status == TRIG_OK)
        status = trig_spss_read(file, &request, error);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, export->path, 0, 0);
    return status;
}

static void end(struct trig_export *export)
{
    struct trig_spss_file *file = export->reading;
    if (!file)
        return;
    trig_arena_clear(&file->arena);
    trig_free(file);
    export->reading = NULL;
}

static void place(const struct trig_export *export, uint64_t line, size_t column, char *out, size_t size)
{
    (void)export;
    (void)column;
    snprintf(out, size, "in case %llu", (unsigned long long)line);
}

const struct trig_source trig_source_spss = {
    .name = "spss", .recognise = recognise, .begin = begin, .read = read, .end = end, .place = place};
