#include "analyze/test/show_r.h"

#include "analyze/show_r/show_r.h"
#include "analyze/show_r/show_r_text.h"
#include "analyze/test/trig_test_r_functions.h"

void trig_test_show_r_begin(const struct trig_testing *testing, FILE *out)
{
    trig_show_r_design(&testing->cells, out);
    fputc('\n', out);
    fputs(trig_test_r_functions, out);
    fprintf(out, "\npairwise <- %s\nresult <- NULL\n", testing->options->pairwise ? "TRUE" : "FALSE");
}

static void put_by(const struct trig_testing *testing, FILE *out)
{
    const struct trig_by *by = &testing->options->bys.items[0];
    if (by->kind == TRIG_BY_VARIABLE)
        trig_r_column(trig_r_column_name(&testing->cells, by->variable), out);
    else
        trig_r_column(by->name, out);
}

/* The category of a group as the data have it, whatever the rows call it. */
static struct trig_view code_of(const struct trig_testing *testing, size_t shown)
{
    const struct trig_lattice *lattice = &testing->protection.lattice;
    const struct trig_domain *domain = &lattice->domains[lattice->first + shown];
    const struct trig_by *by = &testing->options->bys.items[0];
    if (by->kind == TRIG_BY_WAVE)
        return testing->cells.definition->waves[domain->wave].id;
    if (by->kind == TRIG_BY_INSTITUTION)
        return testing->cells.definition->institutions[domain->institution].id;
    return trig_dictionary_at(testing->cells.values[0], domain->values[0]);
}

/* c(...) of those that may be part of a pair, or of all. */
static void put_groups(const struct trig_testing *testing, const struct trig_compared *compared, bool pairs,
                       FILE *out)
{
    const char *before = "";
    fputs("c(", out);
    for (size_t i = 0; i < compared->groups; i++) {
        if (pairs && compared->limited[i])
            continue;
        fputs(before, out);
        trig_r_string(code_of(testing, compared->domains[i]), out);
        before = ", ";
    }
    fputs(")", out);
}

/* Codes into codes, or into what they are taken together to. */
static void put_answers(const struct trig_testing *testing, const struct trig_tested *tested,
                        const struct trig_compared *compared, FILE *out)
{
    const trig_definition *definition = testing->cells.definition;
    const struct trig_question *question = &compared->question;
    const struct trig_scale *scale = &definition->scales[definition->variables[tested->variable].scale];
    fputs("coded(", out);
    trig_r_column(trig_r_column_name(&testing->cells, tested->variable), out);
    fputs(", c(", out);
    for (size_t i = 0; i < question->codes; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(scale->codes[question->bins[i]].code, out);
    }
    fputs("), c(", out);
    for (size_t i = 0; i < question->codes; i++) {
        size_t part = question->parts[compared->level * question->codes + i];
        fputs(i ? ", " : "", out);
        trig_r_string(question->labels[compared->level * question->codes + part].answer, out);
    }
    fputs("))", out);
}

static const char *function_of(enum trig_test_method method)
{
    static const char *const functions[] = {
        [TRIG_TEST_AUTO] = "",
        [TRIG_TEST_RAO_SCOTT] = "test_table(\"F\")",
        [TRIG_TEST_RAO_SCOTT_CHISQ] = "test_table(\"Chisq\")",
        [TRIG_TEST_WALD_TABLE] = "test_table(\"Wald\")",
        [TRIG_TEST_ADJUSTED_WALD_TABLE] = "test_table(\"adjWald\")",
        [TRIG_TEST_MEANS] = "test_means",
        [TRIG_TEST_WILCOXON] = "test_ranks(\"wilcoxon\")",
        [TRIG_TEST_KRUSKAL_WALLIS] = "test_ranks(\"KruskalWallis\")",
        [TRIG_TEST_VAN_DER_WAERDEN] = "test_ranks(\"vanderWaerden\")",
        [TRIG_TEST_MEDIAN] = "test_ranks(\"median\")",
        [TRIG_TEST_UNWEIGHTED_ANOVA] = "test_unweighted(\"anova\")",
        [TRIG_TEST_UNWEIGHTED_WELCH] = "test_unweighted(\"welch\")",
        [TRIG_TEST_UNWEIGHTED_KRUSKAL_WALLIS] = "test_unweighted(\"kruskal\")",
        [TRIG_TEST_UNWEIGHTED_WILCOXON] = "test_unweighted(\"wilcoxon\")"};
    return functions[method];
}

void trig_test_show_r(const struct trig_testing *testing, const struct trig_tested *tested,
                      const struct trig_compared *compared, FILE *out)
{
    fputs("result <- add_rows(result, ", out);
    trig_r_string(tested->name, out);
    fprintf(out, ", %s, ", function_of(tested->method));
    if (tested->measure == TRIG_NONE) {
        put_answers(testing, tested, compared, out);
    } else {
        fputs("measures[[", out);
        trig_r_string(tested->name, out);
        fputs("]]", out);
    }
    fputs(", ", out);
    put_by(testing, out);
    fputs(",\n  ", out);
    put_groups(testing, compared, false, out);
    fputs(",\n  ", out);
    put_groups(testing, compared, true, out);
    fputs(")\n", out);
}

void trig_test_show_r_end(const struct trig_testing *testing, FILE *out)
{
    static const char *const methods[] = {[TRIG_ADJUST_HOLM] = "holm",
                                          [TRIG_ADJUST_BH] = "BH",
                                          [TRIG_ADJUST_BY] = "BY",
                                          [TRIG_ADJUST_NONE] = "none"};
    fprintf(out, "result <- adjust_rows(result, \"%s\")\nprint(result, digits = 8, row.names = FALSE)\n",
            methods[testing->options->adjustment]);
}
