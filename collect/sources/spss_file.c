#include "collect/sources/spss_file.h"

#include "collect/sources/spss_pass.h"

/* Cases after which the watcher is told. */
#define CASES_A_WATCH 1024

struct reading {
    struct trig_spss_pass pass;
    const struct trig_spss_request *request;
    struct trig_csv_field *fields;
    size_t *starts; /* of each field's text in [bytes] */
    char *bytes;
    size_t used;
    size_t capacity;
    bool said; /* the file says how many cases it holds */
    uint64_t expected;
};

enum trig_spss_kind trig_spss_kind_of(const char *bytes, size_t length)
{
    static const char stata[] = "<stata_dta>";
    if (length < 16)
        return TRIG_SPSS_NONE;
    if (memcmp(bytes, "$FL2", 4) == 0)
        return TRIG_SPSS_SAV;
    if (memcmp(bytes, "$FL3", 4) == 0)
        return TRIG_SPSS_ZSAV;
    bool modern = memcmp(bytes, stata, sizeof stata - 1) == 0;
    /* Before version 117: version, order of bytes, kind of file, zero. */
    bool older = bytes[0] >= 104 && bytes[0] <= 115 && (bytes[1] == 1 || bytes[1] == 2) && bytes[2] == 1 &&
                 bytes[3] == 0;
    return modern || older ? TRIG_STATA_DTA : TRIG_SPSS_NONE;
}

static int deliver(struct reading *reading, size_t count)
{
    reading->pass.cases++;
    for (size_t i = 0; i < count; i++)
        if (!reading->fields[i].is_null)
            reading->fields[i].text.data = reading->bytes + reading->starts[i];
    struct trig_csv_record record = {.fields = reading->fields,
                                     .count = count,
                                     .number = reading->pass.cases,
                                     .line = reading->pass.cases};
    const struct trig_spss_request *request = reading->request;
    enum trig_status status = request->sink(request->context, &record, reading->pass.error);
    if (status != TRIG_OK)
        return trig_spss_stop(&reading->pass, status);
    if (request->moved && reading->pass.cases % CASES_A_WATCH == 0)
        request->moved(request->moved_context, reading->pass.offset);
    return READSTAT_HANDLER_OK;
}

static int take_value(int case_index, readstat_variable_t *variable, readstat_value_t value, void *context)
{
    struct reading *reading = context;
    char text[TRIG_CELL_TEXT];
    int place = readstat_variable_get_index(variable);
    size_t count = reading->pass.file->codebook.count;
    (void)case_index;
    if (place < 0 || (size_t)place >= count)
        return READSTAT_HANDLER_OK;
    size_t index = (size_t)place;
    if (index == 0)
        reading->used = 0;
    struct trig_view cell = trig_spss_cell(value, reading->pass.file->forms[index], text);
    reading->fields[index] = (struct trig_csv_field){{NULL, cell.length}, cell.data == NULL};
    reading->starts[index] = reading->used;
    if (cell.length > TRIG_SPSS_CASE - reading->used)
        return trig_spss_stop(&reading->pass,
                              trig_error_set(reading->pass.error, TRIG_ERR_LIMIT,
                                             "a case holds more than %zu MiB; it is damaged, or no survey",
                                             TRIG_SPSS_CASE >> 20));
    if (trig_grow((void **)&reading->bytes, &reading->capacity, reading->used + cell.length + 1, 1,
                  reading->pass.error) != TRIG_OK)
        return trig_spss_stop_for_memory(&reading->pass);
    if (cell.data)
        memcpy(reading->bytes + reading->used, cell.data, cell.length);
    reading->used += cell.length;
    return index + 1 == count ? deliver(reading, count) : READSTAT_HANDLER_OK;
}

/* How many cases there are, where the file knows: Stata always does, SPSS mostly. */
static int take_metadata(readstat_metadata_t *metadata, void *context)
{
    struct reading *reading = context;
    int cases = readstat_get_row_count(metadata);
    reading->said = cases >= 0;
    reading->expected = cases >= 0 ? (uint64_t)cases : 0;
    return READSTAT_HANDLER_OK;
}

enum trig_status trig_spss_read(const struct trig_spss_file *file, const struct trig_spss_request *request,
                                struct trig_error *error)
{
    struct reading reading = {.request = request};
    reading.pass = (struct trig_spss_pass){.file = file,
                                           .error = error,
                                           .take_metadata = take_metadata,
                                           .take_value = take_value,
                                           .context = &reading};
    size_t count = file->codebook.count;
    reading.fields = trig_calloc(count, sizeof *reading.fields);
    reading.starts = trig_calloc(count, sizeof *reading.starts);
    enum trig_status status = TRIG_OK;
    if (!reading.fields || !reading.starts)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read the file");
    if (status == TRIG_OK)
        status = trig_spss_run(&reading.pass, request->most);
    if (status == TRIG_OK && reading.said && reading.pass.cases != reading.expected)
        status = trig_error_set(error, TRIG_ERR_FORMAT,
                                "says that it holds %llu cases and holds %llu: it is cut short; export the "
                                "responses again",
                                (unsigned long long)reading.expected, (unsigned long long)reading.pass.cases);
    trig_free(reading.fields);
    trig_free(reading.starts);
    trig_free(reading.bytes);
    return status;
}
