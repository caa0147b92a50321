#include "surveys/csv/csv_reader.h"

#include "surveys/base/memory.h"
#include "surveys/csv/csv_reader_parts.h"

#include <string.h>

#define DEFAULT_FIELD_LIMIT  ((size_t)1 << 20)
#define DEFAULT_RECORD_LIMIT ((size_t)16 << 20)
#define DEFAULT_COLUMN_LIMIT ((size_t)16384)

/* A stretch of input, with the next line ends in it (or [end]) remembered. */
struct stretch {
    const char *at;
    const char *end;
    const char *next_lf;
    const char *next_cr;
};

/* ---- lines ---------------------------------------------------------------------- */

static const char *find(const char *at, const char *end, char byte)
{
    const char *found = memchr(at, byte, (size_t)(end - at));
    return found ? found : end;
}

/* The end of the next piece: after a line end with all its CRs, or where the
 * input stops. */
static const char *piece_end(struct stretch *input)
{
    if (input->next_lf < input->at)
        input->next_lf = find(input->at, input->end, '\n');
    if (input->next_cr < input->at)
        input->next_cr = find(input->at, input->end, '\r');
    if (input->next_lf < input->next_cr)
        return input->next_lf + 1;
    if (input->next_cr == input->end)
        return input->end;
    const char *after = input->next_cr;
    while (after < input->end && *after == '\r')
        after++;
    return after < input->end && *after == '\n' ? after + 1 : after;
}

static size_t count_returns(const char *bytes, size_t length)
{
    size_t count = 0;
    while (count < length && bytes[length - 1 - count] == '\r')
        count++;
    return count;
}

static void read_piece(trig_csv_reader *reader, const char *bytes, size_t length)
{
    if (reader->returns && bytes[0] != '\r' && bytes[0] != '\n') {
        reader->line += reader->returns;
        reader->returns = 0;
        reader->column = 0;
    }
    trig_csv_take_line(reader, bytes, length);
    reader->offset += length;
    if (bytes[length - 1] == '\n') {
        reader->line++;
        reader->returns = 0;
        reader->column = 0;
    } else {
        reader->returns += count_returns(bytes, length);
    }
}

static void fail_nul(trig_csv_reader *reader)
{
    trig_error_set(&reader->failure, TRIG_ERR_FORMAT,
                   "a NUL byte, which no text holds: the file is damaged, or UTF-16 taken for UTF-8");
    trig_csv_place(reader, reader->line + reader->returns, reader->returns ? 1 : reader->column + 1);
}

static void read_stretch(trig_csv_reader *reader, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    const char *nul = memchr(bytes, '\0', length);
    const char *end = nul ? nul : bytes + length;
    struct stretch input = {bytes, end, find(bytes, end, '\n'), find(bytes, end, '\r')};
    while (input.at < end && !reader->failure.status) {
        const char *next = piece_end(&input);
        read_piece(reader, input.at, (size_t)(next - input.at));
        input.at = next;
    }
    if (nul && !reader->failure.status)
        fail_nul(reader);
}

/* Takes bytes until it is known whether the input begins with a U+FEFF; returns
 * how many were taken. */
static size_t read_start(trig_csv_reader *reader, const char *bytes, size_t length)
{
    static const char mark[3] = {'\xEF', '\xBB', '\xBF'};
    size_t taken = 0;
    while (taken < length && reader->start_length < 3 && bytes[taken] == mark[reader->start_length])
        reader->start[reader->start_length++] = bytes[taken++];
    if (taken == length && reader->start_length < 3)
        return taken;
    reader->started = true;
    if (reader->start_length < 3)
        read_stretch(reader, reader->start, reader->start_length);
    else
        reader->offset = sizeof mark;
    return taken;
}

static enum trig_status report(const trig_csv_reader *reader, struct trig_error *error)
{
    if (reader->failure.status && error)
        *error = reader->failure;
    return reader->failure.status;
}

/* ---- the interface ------------------------------------------------------------------ */

static bool is_usable(const struct trig_csv_options *options)
{
    char separator = options->separator;
    char quote = options->quote;
    bool taken = strchr("\r\n", separator) || strchr("\r\n \t", quote);
    bool is_ascii = (unsigned char)separator < 0x80 && (unsigned char)quote < 0x80;
    return is_ascii && !taken && separator != quote;
}

static size_t limit_or(size_t limit, size_t standard)
{
    if (limit == 0)
        return standard;
    return limit < PTRDIFF_MAX / 2 ? limit : PTRDIFF_MAX / 2; /* sums of two stay in range */
}

static struct trig_csv_options complete(const struct trig_csv_options *options)
{
    struct trig_csv_options all = options ? *options : (struct trig_csv_options){0};
    if (!all.separator)
        all.separator = ',';
    if (!all.quote)
        all.quote = '"';
    all.field_limit = limit_or(all.field_limit, DEFAULT_FIELD_LIMIT);
    all.record_limit = limit_or(all.record_limit, DEFAULT_RECORD_LIMIT);
    all.column_limit = limit_or(all.column_limit, DEFAULT_COLUMN_LIMIT);
    return all;
}

static void begin_input(trig_csv_reader *reader)
{
    reader->records = reader->offset = 0;
    reader->line = 1;
    reader->column = reader->returns = 0;
    reader->start_length = 0;
    reader->started = reader->options.continues;
}

trig_csv_reader *trig_csv_reader_create(const struct trig_csv_options *options, trig_csv_sink *sink,
                                        void *context, struct trig_error *error)
{
    struct trig_csv_options all = complete(options);
    if (!is_usable(&all)) {
        trig_error_set(error, TRIG_ERR_USAGE,
                       "the separator and the quote of a CSV must be two different ASCII characters, "
                       "neither of them a line end, the quote no blank");
        return NULL;
    }
    trig_csv_reader *reader = trig_calloc(1, sizeof *reader);
    if (!reader) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a CSV reader");
        return NULL;
    }
    reader->options = all;
    reader->sink = sink;
    reader->context = context;
    begin_input(reader);
    trig_csv_take_init(reader);
    return reader;
}

void trig_csv_reader_restart(trig_csv_reader *reader)
{
    begin_input(reader);
    trig_csv_take_restart(reader);
}

void trig_csv_reader_destroy(trig_csv_reader *reader)
{
    if (!reader)
        return;
    csv_free(&reader->parser);
    trig_free(reader->fields);
    trig_free(reader->bytes);
    trig_free(reader);
}

enum trig_status trig_csv_reader_feed(trig_csv_reader *reader, const char *bytes, size_t length,
                                      struct trig_error *error)
{
    size_t taken = 0;
    if (!reader->started && !reader->failure.status)
        taken = read_start(reader, bytes, length);
    if (taken < length && !reader->failure.status)
        read_stretch(reader, bytes + taken, length - taken);
    return report(reader, error);
}

uint64_t trig_csv_reader_lines(const trig_csv_reader *reader)
{
    return reader->line - 1 + reader->returns;
}

enum trig_status trig_csv_reader_finish(trig_csv_reader *reader, struct trig_error *error)
{
    if (!reader->started) {
        reader->started = true;
        if (reader->start_length < 3)
            read_stretch(reader, reader->start, reader->start_length);
    }
    trig_csv_take_end(reader);
    return report(reader, error);
}
