/* trig-analyze: estimates and comparisons from stores. */
#include "analyze/commands.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_errno.h>
#include <locale.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    static const struct trig_command *const commands[] = {&trig_command_summary,
                                                          &trig_command_answers,
                                                          &trig_command_benchmark,
                                                          &trig_command_compare,
                                                          &trig_command_trend,
                                                          &trig_command_test,
                                                          &trig_command_index,
                                                          &trig_command_regress,
                                                          &trig_command_reliability,
                                                          &trig_command_response,
                                                          &trig_command_representativeness,
                                                          &trig_command_report,
                                                          &trig_command_weight,
                                                          NULL};
    static const struct trig_program program = {
        "trig-analyze", "Estimates, benchmarks and comparisons from survey stores", commands};
    const char *plain = getenv("NO_COLOR");
    struct trig_streams streams;
    trig_memory_begin();
    setlocale(LC_CTYPE, "C.UTF-8");
    gsl_set_error_handler_off();
    trig_streams_init(&streams, stdout, stderr, plain && *plain);
    return trig_program_run(&program, argc, argv, &streams);
}
