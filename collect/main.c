/* trig-collect: exports of survey platforms to one store. */
#include "collect/program.h"

#include <locale.h>
#include <stdlib.h>

static const struct trig_command *const commands[] = {
    &trig_command_draft,    &trig_command_check,     &trig_command_init,
    &trig_command_redefine, &trig_command_ingest,    &trig_command_status,
    &trig_command_rejects,  &trig_command_undo,      &trig_command_erase,
    &trig_command_verify,   &trig_command_codebook,  &trig_command_comments,
    &trig_command_export,   &trig_command_platforms, NULL};

static const struct trig_program program = {
    "trig-collect", "collects exports of survey platforms into one store, checked and counted", commands};

int main(int argc, char **argv)
{
    struct trig_streams streams;
    setlocale(LC_CTYPE, "");
    trig_streams_init(&streams, stdout, stderr, getenv("NO_COLOR") != NULL);
    return (int)trig_program_run(&program, argc, argv, &streams);
}
