#include "collect/sources/spss_pass.h"

int trig_spss_stop(struct trig_spss_pass *pass, enum trig_status status)
{
    pass->status = status;
    return READSTAT_HANDLER_ABORT;
}

int trig_spss_stop_for_memory(struct trig_spss_pass *pass)
{
    return trig_spss_stop(pass,
                          trig_error_set(pass->error, TRIG_ERR_MEMORY, "not enough memory to read the file"));
}

/* ---- bytes ----------------------------------------------------------------------- */

static int open_bytes(const char *path, void *context)
{
    struct trig_spss_pass *pass = context;
    (void)path;
    pass->offset = 0;
    return 0;
}

static int close_bytes(void *context)
{
    (void)context;
    return 0;
}

static readstat_off_t seek_bytes(readstat_off_t offset, readstat_io_flags_t whence, void *context)
{
    struct trig_spss_pass *pass = context;
    int64_t base = whence == READSTAT_SEEK_SET   ? 0
                   : whence == READSTAT_SEEK_CUR ? (int64_t)pass->offset
                                                 : (int64_t)pass->file->size;
    int64_t target;
    if (__builtin_add_overflow(base, (int64_t)offset, &target) || target < 0 ||
        (uint64_t)target > pass->file->size)
        return -1;
    pass->offset = (uint64_t)target;
    return (readstat_off_t)target;
}

static ssize_t read_bytes(void *out, size_t length, void *context)
{
    struct trig_spss_pass *pass = context;
    ssize_t got = trig_content_read(pass->file->descriptor, out, length, pass->offset);
    if (got > 0)
        pass->offset += (uint64_t)got;
    return got;
}

static readstat_error_t note_bytes(long size, readstat_progress_handler progress, void *user, void *context)
{
    (void)size;
    (void)progress;
    (void)user;
    (void)context;
    return READSTAT_OK;
}

/* ---- the pass -------------------------------------------------------------------------- */

static int ignore_note(int index, const char *note, void *context)
{
    (void)index;
    (void)note;
    (void)context;
    return READSTAT_HANDLER_OK;
}

static int ignore_metadata(readstat_metadata_t *metadata, void *context)
{
    (void)metadata;
    (void)context;
    return READSTAT_HANDLER_OK;
}

static int ignore_variable(int index, readstat_variable_t *variable, const char *labels, void *context)
{
    (void)index;
    (void)variable;
    (void)labels;
    (void)context;
    return READSTAT_HANDLER_OK;
}

static int ignore_label(const char *labels, readstat_value_t value, const char *label, void *context)
{
    (void)labels;
    (void)value;
    (void)label;
    (void)context;
    return READSTAT_HANDLER_OK;
}

static int ignore_value(int index, readstat_variable_t *variable, readstat_value_t value, void *context)
{
    (void)index;
    (void)variable;
    (void)value;
    (void)context;
    return READSTAT_HANDLER_OK;
}

static int ignore_weight(readstat_variable_t *variable, void *context)
{
    (void)variable;
    (void)context;
    return READSTAT_HANDLER_OK;
}

static void ignore_error(const char *message, void *context)
{
    (void)message;
    (void)context;
}

static int ignore_progress(double progress, void *context)
{
    (void)progress;
    (void)context;
    return READSTAT_HANDLER_OK;
}

/* Every handler is set: the library calls some without looking. */
static void set_handlers(readstat_parser_t *parser, struct trig_spss_pass *pass)
{
    readstat_set_metadata_handler(parser, pass->take_metadata ? pass->take_metadata : ignore_metadata);
    readstat_set_note_handler(parser, ignore_note);
    readstat_set_variable_handler(parser, pass->take_variable ? pass->take_variable : ignore_variable);
    readstat_set_fweight_handler(parser, ignore_weight);
    readstat_set_value_handler(parser, pass->take_value ? pass->take_value : ignore_value);
    readstat_set_value_label_handler(parser, pass->take_label ? pass->take_label : ignore_label);
    readstat_set_error_handler(parser, ignore_error);
    readstat_set_progress_handler(parser, ignore_progress);
    readstat_set_open_handler(parser, open_bytes);
    readstat_set_close_handler(parser, close_bytes);
    readstat_set_seek_handler(parser, seek_bytes);
    readstat_set_read_handler(parser, read_bytes);
    readstat_set_update_handler(parser, note_bytes);
    readstat_set_io_ctx(parser, pass);
}

static enum trig_status explain(const struct trig_spss_pass *pass, readstat_error_t code)
{
    uint64_t next = pass->cases + 1;
    switch (code) {
    case READSTAT_OK:
        return TRIG_OK;
    case READSTAT_ERROR_USER_ABORT:
        return pass->status;
    case READSTAT_ERROR_MALLOC:
        return trig_error_set(pass->error, TRIG_ERR_LIMIT,
                              "asks for more memory than there is, or than its size explains: it is damaged, "
                              "or too large");
    case READSTAT_ERROR_UNSUPPORTED_CHARSET:
    case READSTAT_ERROR_CONVERT:
    case READSTAT_ERROR_CONVERT_BAD_STRING:
        return trig_error_set(pass->error, TRIG_ERR_FORMAT,
                              "a text is not in the encoding that the file declares (near case %llu); say "
                              "which it is with --encoding, for example --encoding windows-1252",
                              (unsigned long long)next);
    default:
        break;
    }
    return trig_error_set(pass->error, TRIG_ERR_FORMAT,
                          "is damaged or cut short (after case %llu: %s); export the responses again",
                          (unsigned long long)pass->cases, readstat_error_message(code));
}

enum trig_status trig_spss_run(struct trig_spss_pass *pass, size_t most)
{
    const struct trig_spss_file *file = pass->file;
    readstat_parser_t *parser = readstat_parser_init();
    if (!parser)
        return trig_error_set(pass->error, TRIG_ERR_MEMORY, "not enough memory to read the file");
    set_handlers(parser, pass);
    if (file->encoding)
        readstat_set_file_character_encoding(parser, file->encoding);
    if (most)
        readstat_set_row_limit(parser, (long)most);
    readstat_error_t code = file->kind == TRIG_STATA_DTA ? readstat_parse_dta(parser, "", pass->context)
                                                         : readstat_parse_sav(parser, "", pass->context);
    readstat_parser_free(parser);
    return explain(pass, code);
}
