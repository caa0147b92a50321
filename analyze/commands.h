/* The commands of trig-analyze; main.c lists them, one cmd_*.c holds each. */
#ifndef TRIG_ANALYZE_COMMANDS_H
#define TRIG_ANALYZE_COMMANDS_H

#include "surveys/command/command.h"

extern const struct trig_command trig_command_answers;
extern const struct trig_command trig_command_benchmark;
extern const struct trig_command trig_command_compare;
extern const struct trig_command trig_command_index;
extern const struct trig_command trig_command_regress;
extern const struct trig_command trig_command_reliability;
extern const struct trig_command trig_command_report;
extern const struct trig_command trig_command_representativeness;
extern const struct trig_command trig_command_response;
extern const struct trig_command trig_command_summary;
extern const struct trig_command trig_command_test;
extern const struct trig_command trig_command_trend;
extern const struct trig_command trig_command_weight;

/** benchmark with --from-table, which has no store. */
enum trig_exit trig_benchmark_from_table(const struct trig_arguments *arguments,
                                         const struct trig_streams *streams);

#endif
