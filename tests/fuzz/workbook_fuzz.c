/* Any bytes as a workbook: as the file itself when they begin as one, else as its
 * styles, shared texts and sheet, with a zero byte between them. */
#include "tests/fuzz/fuzz.h"

#include "collect/sources/workbook.h"

#include "tests/made/made.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static enum trig_status take(void *context, const struct trig_csv_record *record, struct trig_error *error)
{
    size_t *total = context;
    (void)error;
    for (size_t i = 0; i < record->count; i++)
        for (size_t j = 0; j < record->fields[i].text.length; j++)
            *total += (unsigned char)record->fields[i].text.data[j];
    return TRIG_OK;
}

static void read_all(const void *bytes, size_t length)
{
    const struct trig_unpack_limit limit = {.bytes = 1 << 22, .is_asked = true};
    struct trig_error error = {0};
    trig_workbook *workbook = NULL;
    size_t count = 0, total = 0;
    const struct trig_sheet_request request = {.width = 3, .sink = take, .context = &total};
    int file = memfd_create("export", MFD_CLOEXEC);
    fuzz_check(file >= 0);
    fuzz_check(write(file, bytes, length) == (ssize_t)length);
    enum trig_status status = trig_workbook_open(file, &limit, &workbook, &error);
    if (status == TRIG_OK) {
        const struct trig_sheet *sheets = trig_workbook_sheets(workbook, &count);
        for (size_t i = 0; i < count && status == TRIG_OK; i++)
            status = trig_workbook_read(workbook, &sheets[i], &request, &error);
    }
    fuzz_check(status == TRIG_OK || (status == error.status && error.message[0]));
    trig_workbook_close(workbook);
    close(file);
}

/* The text up to the next zero byte. */
static const char *next_text(const char **at, const char *end)
{
    const char *text = *at;
    *at = text + strlen(text);
    if (*at < end)
        ++*at;
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (trig_workbook_is((const char *)bytes, length)) {
        read_all(bytes, length);
        return 0;
    }
    char *copy = malloc(length + 1);
    fuzz_check(copy);
    memcpy(copy, bytes, length);
    copy[length] = 0;
    const char *at = copy, *end = copy + length;
    struct made_part parts[] = {
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"i\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<R><Relationship Id=\"i\" Type=\"x/worksheet\" Target=\"s.xml\"/><Relationship Id=\"j\" "
         "Type=\"x/styles\" Target=\"y.xml\"/><Relationship Id=\"k\" Type=\"x/sharedStrings\" "
         "Target=\"t.xml\"/></R>"},
        {"xl/y.xml", next_text(&at, end)},
        {"xl/t.xml", next_text(&at, end)},
        {"xl/s.xml", next_text(&at, end)},
        {NULL, NULL}};
    size_t packed = 0;
    void *made = made_package_bytes(parts, &packed);
    fuzz_check(made);
    read_all(made, packed);
    free(made);
    free(copy);
    return 0;
}
