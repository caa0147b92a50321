/* What a file of SPSS or Stata says of its variables. Part of collect/sources/spss_file.h. */
#include "collect/sources/spss_pass.h"

#include "surveys/base/text.h"

#include "collect/answers/answer.h"
#include "collect/answers/kinds.h"

#include <math.h>

/* The meanings of one set of values; its options stand together in the arena
 * once all are known. */
struct label_set {
    struct trig_view name;
    struct trig_option_meaning *options; /* owned while it grows */
    size_t count;
    size_t capacity;
};

struct description {
    struct trig_spss_pass pass;
    struct trig_spss_file *file;
    size_t expected; /* variables, as the file says */
    struct trig_codebook_question *questions;
    struct trig_view *set_names; /* by variable: of its labels */
    size_t count;
    struct label_set *sets;
    size_t set_count;
    size_t set_capacity;
};

static int take_metadata(readstat_metadata_t *metadata, void *context)
{
    struct description *about = context;
    struct trig_spss_file *file = about->file;
    int variables = readstat_get_var_count(metadata);
    if (variables < 1)
        return trig_spss_stop(&about->pass,
                              trig_error_set(about->pass.error, TRIG_ERR_FORMAT, "holds no variables"));
    if ((size_t)variables > TRIG_SPSS_COLUMNS)
        return trig_spss_stop(&about->pass, trig_error_set(about->pass.error, TRIG_ERR_LIMIT,
                                                           "has %d variables; more than %zu are not read",
                                                           variables, TRIG_SPSS_COLUMNS));
    about->expected = (size_t)variables;
    about->questions = trig_arena_calloc(&file->arena, about->expected, sizeof *about->questions);
    about->set_names = trig_arena_calloc(&file->arena, about->expected, sizeof *about->set_names);
    file->forms = trig_arena_calloc(&file->arena, about->expected, sizeof *file->forms);
    return about->questions && about->set_names && file->forms ? READSTAT_HANDLER_OK
                                                               : trig_spss_stop_for_memory(&about->pass);
}

#define LETTER(text)                                                                                         \
    {                                                                                                        \
        NAN, NAN, {text, 2}, TRIG_DECLARED_MISSING                                                           \
    }

/* Stata's missing values beyond the plain one, which every variable of numbers may hold. */
static const struct trig_declared letters[] = {
    LETTER(".a"), LETTER(".b"), LETTER(".c"), LETTER(".d"), LETTER(".e"), LETTER(".f"), LETTER(".g"),
    LETTER(".h"), LETTER(".i"), LETTER(".j"), LETTER(".k"), LETTER(".l"), LETTER(".m"), LETTER(".n"),
    LETTER(".o"), LETTER(".p"), LETTER(".q"), LETTER(".r"), LETTER(".s"), LETTER(".t"), LETTER(".u"),
    LETTER(".v"), LETTER(".w"), LETTER(".x"), LETTER(".y"), LETTER(".z")};

/* Values that the variable declares to be missing. */
static bool take_declared(const struct description *about, const readstat_variable_t *variable,
                          struct trig_codebook_question *question)
{
    struct trig_arena *arena = &about->file->arena;
    int count = readstat_variable_get_missing_ranges_count(variable);
    if (about->file->kind == TRIG_STATA_DTA &&
        readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_NUMERIC) {
        question->declared = letters;
        question->declared_count = sizeof letters / sizeof *letters;
        return true;
    }
    if (count < 1)
        return true;
    struct trig_declared *declared = trig_arena_calloc(arena, (size_t)count, sizeof *declared);
    if (!declared)
        return false;
    for (int i = 0; i < count; i++) {
        readstat_value_t low = readstat_variable_get_missing_range_lo(variable, i);
        readstat_value_t high = readstat_variable_get_missing_range_hi(variable, i);
        struct trig_declared *out = &declared[question->declared_count];
        *out = (struct trig_declared){.low = NAN, .high = NAN, .answer = TRIG_DECLARED_MISSING};
        if (readstat_value_type_class(low) == READSTAT_TYPE_CLASS_STRING) {
            struct trig_view text = trig_text_trim(trig_view(readstat_string_value(low)));
            out->text = trig_arena_copy(arena, text);
            if (text.length && !out->text.data)
                return false;
        } else {
            out->low = readstat_double_value(low);
            out->high = readstat_double_value(high);
        }
        question->declared_count += out->text.length || !isnan(out->low);
    }
    question->declared = declared;
    return true;
}

static int take_variable(int index, readstat_variable_t *variable, const char *labels, void *context)
{
    struct description *about = context;
    struct trig_spss_file *file = about->file;
    if (index < 0 || (size_t)index >= about->expected)
        return trig_spss_stop(&about->pass, trig_error_set(about->pass.error, TRIG_ERR_FORMAT,
                                                           "has more variables than it says"));
    struct trig_codebook_question *question = &about->questions[index];
    question->code = trig_arena_copy(&file->arena, trig_view(readstat_variable_get_name(variable)));
    question->text = trig_arena_copy(&file->arena, trig_view(readstat_variable_get_label(variable)));
    about->set_names[index] = trig_arena_copy(&file->arena, trig_view(labels));
    file->forms[index] = trig_spss_form_of(file->kind, readstat_variable_get_format(variable));
    bool made = question->code.data && question->text.data && about->set_names[index].data &&
                take_declared(about, variable, question);
    if ((size_t)index + 1 > about->count)
        about->count = (size_t)index + 1;
    return made ? READSTAT_HANDLER_OK : trig_spss_stop_for_memory(&about->pass);
}

static struct label_set *find_set(struct description *about, struct trig_view name)
{
    /* Labels come set by set. */
    for (size_t i = about->set_count; i > 0; i--)
        if (trig_view_equal(about->sets[i - 1].name, name))
            return &about->sets[i - 1];
    if (trig_grow((void **)&about->sets, &about->set_capacity, about->set_count + 1, sizeof *about->sets,
                  about->pass.error) != TRIG_OK)
        return NULL;
    struct label_set *set = &about->sets[about->set_count];
    *set = (struct label_set){.name = trig_arena_copy(&about->file->arena, name)};
    if (!set->name.data)
        return NULL;
    about->set_count++;
    return set;
}

static int take_label(const char *labels, readstat_value_t value, const char *label, void *context)
{
    struct description *about = context;
    char text[TRIG_CELL_TEXT];
    if (!labels || !label)
        return READSTAT_HANDLER_OK;
    struct trig_view code = trig_text_trim(trig_spss_cell(value, TRIG_SPSS_NUMBER, text));
    struct trig_view words = trig_text_trim(trig_view(label));
    if (!code.length || !words.length)
        return READSTAT_HANDLER_OK;
    struct label_set *set = find_set(about, trig_view(labels));
    if (!set || trig_grow((void **)&set->options, &set->capacity, set->count + 1, sizeof *set->options,
                          about->pass.error) != TRIG_OK)
        return trig_spss_stop_for_memory(&about->pass);
    struct trig_option_meaning *option = &set->options[set->count];
    *option = (struct trig_option_meaning){trig_arena_copy(&about->file->arena, code),
                                           trig_arena_copy(&about->file->arena, words)};
    if (!option->code.data || !option->label.data)
        return trig_spss_stop_for_memory(&about->pass);
    set->count++;
    return READSTAT_HANDLER_OK;
}

/* Which of the declared values carry a label that says what became of the question: these
 * go before the others, which say no more than that there is no answer. */
static enum trig_status heed_kinds(struct description *about, struct trig_codebook_question *question)
{
    size_t count = 0, most = question->option_count + question->declared_count;
    struct trig_heading heading = {.declared = question->declared,
                                   .declared_count = question->declared_count};
    struct trig_declared *declared = NULL;
    for (size_t i = 0; i < question->option_count && question->declared_count; i++) {
        const struct trig_option_meaning *option = &question->options[i];
        enum trig_answer answer = trig_kind_of_label(option->label), plain;
        if (answer == TRIG_ANSWERED || !trig_answer_is_declared(&heading, option->code, &plain))
            continue;
        if (!declared && !(declared = trig_arena_calloc(&about->file->arena, most, sizeof *declared)))
            return trig_error_set(about->pass.error, TRIG_ERR_MEMORY, "not enough memory to read the file");
        struct trig_declared *out = &declared[count++];
        *out = (struct trig_declared){.low = NAN, .high = NAN, .text = option->code, .answer = answer};
        if (trig_text_to_number(option->code, &out->low))
            out->high = out->low;
    }
    if (!count)
        return TRIG_OK;
    memcpy(declared + count, question->declared, question->declared_count * sizeof *declared);
    question->declared = declared;
    question->declared_count += count;
    return TRIG_OK;
}

/* Gives each variable its options, in the arena. */
static enum trig_status join_labels(struct description *about)
{
    struct trig_spss_file *file = about->file;
    for (size_t i = 0; i < about->set_count; i++) {
        struct label_set *set = &about->sets[i];
        struct trig_option_meaning *options =
            trig_arena_calloc(&file->arena, set->count + 1, sizeof *options);
        if (!options)
            return trig_error_set(about->pass.error, TRIG_ERR_MEMORY, "not enough memory to read the file");
        if (set->count)
            memcpy(options, set->options, set->count * sizeof *options);
        for (size_t j = 0; j < about->count; j++)
            if (set->name.length && trig_view_equal(about->set_names[j], set->name)) {
                about->questions[j].options = options;
                about->questions[j].option_count = set->count;
            }
    }
    file->codebook = (struct trig_codebook){about->questions, about->count};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < about->count && status == TRIG_OK; i++)
        status = heed_kinds(about, &about->questions[i]);
    return status;
}

/* ReadStat takes a file of Stata that is cut among its labels for one that has
 * none, and numbers without their labels can mean anything. */
static enum trig_status check_end(const struct trig_spss_file *file, struct trig_error *error)
{
    static const char start[] = "<stata_dta>", end[] = "</stata_dta>";
    char bytes[sizeof end - 1];
    bool tagged = trig_content_read(file->descriptor, bytes, sizeof bytes, 0) == (ssize_t)sizeof bytes &&
                  memcmp(bytes, start, sizeof start - 1) == 0;
    if (!tagged)
        return TRIG_OK;
    if (trig_content_read(file->descriptor, bytes, sizeof bytes, file->size - sizeof bytes) ==
            (ssize_t)sizeof bytes &&
        memcmp(bytes, end, sizeof bytes) == 0)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_FORMAT,
                          "does not end as Stata's files do: it is cut short; export the responses again");
}

enum trig_status trig_spss_describe(struct trig_spss_file *file, struct trig_error *error)
{
    struct description about = {.file = file};
    about.pass = (struct trig_spss_pass){.file = file,
                                         .error = error,
                                         .take_metadata = take_metadata,
                                         .take_variable = take_variable,
                                         .take_label = take_label,
                                         .context = &about};
    /* A row limit of one: Stata's labels stand behind the cases. */
    enum trig_status status = check_end(file, error);
    if (status == TRIG_OK)
        status = trig_spss_run(&about.pass, 1);
    if (status == TRIG_OK && !about.count)
        status = trig_error_set(error, TRIG_ERR_FORMAT, "holds no variables");
    if (status == TRIG_OK)
        status = join_labels(&about);
    for (size_t i = 0; i < about.set_count; i++)
        trig_free(about.sets[i].options);
    trig_free(about.sets);
    return status;
}
