/* Any bytes as an export: found out, matched with a survey, and read. The first
 * byte says which options are given. */
#include "tests/fuzz/fuzz.h"

#include "collect/intake/ingest.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Everything a column can be. */
static const char *const sheets[][2] = {
    {"survey.csv", "key,value\nid,fuzz\ntitle,A survey for any bytes\n"},
    {"scales.csv", "scale,code,label,aliases\nagree,1,Disagree,\nagree,2,Agree,Tend to agree\nagree,na,N/A,\n"
                   "pet,dog,Dogs,\npet,cat,\"Cats, large\",\npet,other,Other,\n"},
    {"institutions.csv", "id,name\na,University A\nb,University B\n"},
    {"waves.csv", "id,opened\n2021,2021-02-01\n2024,2024-04-25\n"},
    {"variables.csv",
     "name,label,role,type,scale,min,max\nid,Response,record,text,,,\nmail,Mail,personal,text,,,\n"
     "state,State,status,nominal,,,\nwhen,When,submitted,date,,,\nplace,Where,institution,nominal,,,\n"
     "wave,Wave,wave,nominal,,,\na1,First,item,ordinal,agree,,\na2,Second,item,ordinal,agree,,\n"
     "pets,Pets,item,multiple,pet,,\nteam,Team,attribute,nominal,,,\ndays,Days,item,numeric,,0,9\n"
     "note,Note,comment,text,,,\n"},
    {"columns.csv", "variable,platform,heading,code\na1,jisc,Q1,\na2,jisc,Q2_1,\npets,limesurvey,p[1],dog\n"},
};

#define SHEETS (sizeof sheets / sizeof *sheets)

static trig_definition *make_definition(void)
{
    struct trig_definition_file items[SHEETS];
    struct trig_definition_files made = {.items = items, .count = SHEETS};
    trig_definition *definition = NULL;
    for (size_t i = 0; i < SHEETS; i++)
        items[i] = (struct trig_definition_file){trig_view(sheets[i][0]), trig_view(sheets[i][1]),
                                                 trig_view(sheets[i][0])};
    fuzz_check(trig_definition_parse(&made, NULL, &definition, NULL) == TRIG_OK);
    return definition;
}

static void set_options(uint8_t choice, struct trig_ingest_options *out)
{
    static const char *const platforms[] = {NULL, "jisc", "limesurvey", "plain_csv"};
    static const char *const encodings[] = {NULL, "windows-1252", "utf-16", "utf-8"};
    *out = (struct trig_ingest_options){.wave = choice & 1 ? "2024" : NULL,
                                        .institution = choice & 2 ? "a" : NULL,
                                        .rules = {choice & 4, choice & 8}};
    out->sniff.platform = platforms[choice >> 4 & 3];
    out->sniff.encoding = encodings[choice >> 6];
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static trig_definition *definition; /* made once: it never changes */
    struct trig_ingest_options options;
    struct trig_ingest_result result;
    struct trig_error error = {0};
    char path[64];
    if (!length)
        return 0;
    if (!definition)
        definition = make_definition();
    set_options(bytes[0], &options);
    int file = memfd_create("export", MFD_CLOEXEC);
    fuzz_check(file >= 0);
    fuzz_check(write(file, bytes + 1, length - 1) == (ssize_t)(length - 1));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    enum trig_status status = trig_ingest(NULL, definition, path, &options, NULL, &result, &error);
    if (status == TRIG_OK)
        fuzz_check(result.tally.read == result.tally.stored + trig_tally_rejected(&result.tally));
    else
        fuzz_check(status == error.status && error.message[0]);
    trig_ingest_result_clear(&result);
    close(file);
    return 0;
}
