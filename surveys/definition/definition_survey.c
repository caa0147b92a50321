/* survey.csv: what the survey is called and the rules it sets. */
#include "surveys/definition/definition_internal.h"

#include <string.h>

static const struct trig_sheet_form survey_form = {
    .columns = (const struct trig_sheet_column[]){{"key", true}, {"value", true}},
    .count = 2,
};

const struct trig_sheet_form *trig_survey_form(void)
{
    return &survey_form;
}

/* A key that is known: a text field at [offset], or [read], or neither, when
 * other rooms ask for it with trig_definition_setting. */
struct setting_rule {
    const char *key;
    void (*read)(struct trig_reading *reading, const struct trig_sheet_row *row, struct trig_view value);
    size_t offset;
};

#define NO_FIELD SIZE_MAX

static void read_date_order(struct trig_reading *reading, const struct trig_sheet_row *row,
                            struct trig_view value)
{
    static const char *const orders[] = {"dmy", "mdy", "ymd"};
    size_t order;
    if (trig_sheet_word(&reading->sheet, row, "date_order", value, orders, 3, &order))
        reading->definition->survey.date_order = (enum trig_date_order)order;
}

static void read_decimal_mark(struct trig_reading *reading, const struct trig_sheet_row *row,
                              struct trig_view value)
{
    static const char *const marks[] = {"any", "comma"};
    size_t mark;
    if (trig_sheet_word(&reading->sheet, row, "decimal_mark", value, marks, 2, &mark))
        reading->definition->survey.decimal_mark = (enum trig_decimal_mark)mark;
}

static void read_min_answered(struct trig_reading *reading, const struct trig_sheet_row *row,
                              struct trig_view value)
{
    double share;
    if (!trig_sheet_number(&reading->sheet, row, "min_answered", value, &share))
        return;
    if (share > 0 && share <= 1)
        reading->definition->survey.min_answered = share;
    else
        trig_report_mistake(&reading->report, row->line, 0,
                            "min_answered is %g; it is the share of a pillar's items that must be answered: "
                            "above 0, at most 1",
                            share);
}

static void read_disclosure_threshold(struct trig_reading *reading, const struct trig_sheet_row *row,
                                      struct trig_view value)
{
    trig_sheet_whole(&reading->sheet, row, "disclosure_threshold", value, 1,
                     &reading->definition->survey.disclosure_threshold);
}

static void read_min_institutions(struct trig_reading *reading, const struct trig_sheet_row *row,
                                  struct trig_view value)
{
    trig_sheet_whole(&reading->sheet, row, "min_institutions", value, 1,
                     &reading->definition->survey.min_institutions);
}

static void read_public_data(struct trig_reading *reading, const struct trig_sheet_row *row,
                             struct trig_view value)
{
    trig_sheet_flag(&reading->sheet, row, "public_data", value, &reading->definition->survey.public_data);
}

static void read_lonely_psu(struct trig_reading *reading, const struct trig_sheet_row *row,
                            struct trig_view value)
{
    static const char *const words[] = {"fail", "remove", "adjust", "average", "certainty"};
    struct trig_survey *survey = &reading->definition->survey;
    size_t word;
    survey->lonely_psu_given = trig_sheet_word(&reading->sheet, row, "lonely_psu", value, words, 5, &word);
    if (survey->lonely_psu_given)
        survey->lonely_psu = (enum trig_lonely_psu)word;
}

/* In the order in which they are worth suggesting. `extends` was resolved when
 * the folder was read; where that could not be, the folder's mistakes say why. */
static const struct setting_rule rules[] = {
    {"id", NULL, offsetof(struct trig_survey, id)},
    {"title", NULL, offsetof(struct trig_survey, title)},
    {"contact", NULL, offsetof(struct trig_survey, contact)},
    {"licence", NULL, offsetof(struct trig_survey, licence)},
    {"timezone", NULL, offsetof(struct trig_survey, timezone)},
    {"notes", NULL, offsetof(struct trig_survey, notes)},
    {"date_order", read_date_order, NO_FIELD},
    {"decimal_mark", read_decimal_mark, NO_FIELD},
    {"min_answered", read_min_answered, NO_FIELD},
    {"disclosure_threshold", read_disclosure_threshold, NO_FIELD},
    {"min_institutions", read_min_institutions, NO_FIELD},
    {"public_data", read_public_data, NO_FIELD},
    {"lonely_psu", read_lonely_psu, NO_FIELD},
    {"extends", NULL, NO_FIELD},
    {"replicate_type", NULL, NO_FIELD},
    {"replicate_scale", NULL, NO_FIELD},
    {"replicate_rscales", NULL, NO_FIELD},
    {"fay_rho", NULL, NO_FIELD},
    {"replicate_mse", NULL, NO_FIELD},
    {"replicate_combined", NULL, NO_FIELD},
};

#define RULES (sizeof rules / sizeof *rules)

static void report_unknown_key(struct trig_reading *reading, const struct trig_sheet_row *row,
                               struct trig_view key)
{
    struct trig_view known[RULES];
    for (size_t i = 0; i < RULES; i++)
        known[i] = trig_view(rules[i].key);
    struct trig_views views = {known, RULES};
    trig_report_warning(&reading->report, row->line, "key %s has no meaning here%s",
                        trig_report_quote(&reading->report, key),
                        trig_report_suggest(&reading->report, key, views));
}

static void apply(struct trig_reading *reading, const struct trig_sheet_row *row,
                  const struct trig_setting *setting)
{
    for (size_t i = 0; i < RULES; i++) {
        if (!trig_view_is(setting->key, rules[i].key))
            continue;
        if (rules[i].read)
            rules[i].read(reading, row, setting->value);
        else if (rules[i].offset != NO_FIELD)
            memcpy((char *)&reading->definition->survey + rules[i].offset, &setting->value,
                   sizeof setting->value);
        return;
    }
    report_unknown_key(reading, row, setting->key);
}

static void take_setting(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_setting *settings = reading->list;
    struct trig_setting setting = {
        .key =
            trig_reading_name(reading, row, TRIG_SURVEY_KEY, &reading->index->settings, reading->filled, ""),
        .value = trig_reading_text(reading, row, TRIG_SURVEY_VALUE),
    };
    if (setting.key.length == 0)
        return;
    settings[reading->filled++] = setting;
    apply(reading, row, &setting);
}

static void set_defaults(struct trig_survey *survey)
{
    struct trig_view blank = trig_view_of("", 0);
    *survey = (struct trig_survey){
        .id = blank,
        .title = blank,
        .contact = blank,
        .licence = blank,
        .timezone = blank,
        .notes = blank,
        .date_order = TRIG_DATE_DMY,
        .decimal_mark = TRIG_DECIMAL_ANY,
        .min_answered = 0.5,
        .disclosure_threshold = 10,
        .min_institutions = 3,
        .lonely_psu = TRIG_LONELY_FAIL,
    };
}

void trig_reading_survey(struct trig_reading *reading)
{
    set_defaults(&reading->definition->survey);
    if (!trig_reading_open(reading, TRIG_PART_SURVEY, &survey_form, sizeof(struct trig_setting)))
        return;
    if (!trig_reading_rows(reading, take_setting))
        return;
    reading->definition->settings = trig_reading_keep(reading);
    reading->definition->setting_count = reading->filled;
    if (reading->definition->survey.id.length == 0)
        trig_report_warning(&reading->report, 0,
                            "the survey has no id; add a row \"id\" with a short name for it");
}
