#include "analyze/show_r/aside.h"

#include <stdlib.h>

enum trig_status trig_aside_open(struct trig_aside *aside, bool wanted, struct trig_error *error)
{
    *aside = (struct trig_aside){NULL, NULL, 0};
    if (!wanted)
        return TRIG_OK;
    aside->out = open_memstream(&aside->text, &aside->size);
    return aside->out ? TRIG_OK : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the R code");
}

enum trig_status trig_aside_write(const struct trig_aside *aside, FILE *out, struct trig_error *error)
{
    if (!aside->out)
        return TRIG_OK;
    if (fflush(aside->out) || ferror(aside->out))
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the R code");
    if (fwrite(aside->text, 1, aside->size, out) != aside->size || fflush(out))
        return trig_error_set(error, TRIG_ERR_IO, "the R code could not be written");
    return TRIG_OK;
}

void trig_aside_close(struct trig_aside *aside)
{
    if (aside->out)
        fclose(aside->out);
    free(aside->text);
    *aside = (struct trig_aside){NULL, NULL, 0};
}
