/* The columns of a Qualtrics export that are Qualtrics' own. */
#include "collect/formats/qualtrics.h"

#include "collect/formats/heading.h"
#include "collect/formats/wording.h"

#include "surveys/base/text.h"

/* Each by its import id, with its tags and wordings of all years. */
static const struct {
    const char *name;
    enum trig_use use;
    const char *others[4];
} own[] = {
    {"_recordId", TRIG_USE_RECORD, {"ResponseId", "Response ID", "responseId", NULL}},
    {"startDate", TRIG_USE_OWN, {"StartDate", "Start Date", NULL}},
    {"endDate", TRIG_USE_SUBMITTED, {"EndDate", "End Date", NULL}},
    {"recordedDate", TRIG_USE_OWN, {"RecordedDate", "Recorded Date", NULL}},
    {"status", TRIG_USE_OWN, {"Status", "Response Type", NULL}},
    {"progress", TRIG_USE_OWN, {"Progress", NULL}},
    {"duration", TRIG_USE_OWN, {"Duration (in seconds)", NULL}},
    {"finished", TRIG_USE_OWN, {"Finished", NULL}},
    {"responseSet", TRIG_USE_OWN, {"ResponseSet", "Response Set", NULL}},
    {"distributionChannel", TRIG_USE_OWN, {"DistributionChannel", "Distribution Channel", NULL}},
    {"userLanguage", TRIG_USE_OWN, {"UserLanguage", "User Language", NULL}},
    {"ipAddress", TRIG_USE_PERSONAL, {"IPAddress", "IP Address", NULL}},
    {"recipientLastName",
     TRIG_USE_PERSONAL,
     {"RecipientLastName", "Recipient Last Name", "panel-RecipientLastName", NULL}},
    {"recipientFirstName",
     TRIG_USE_PERSONAL,
     {"RecipientFirstName", "Recipient First Name", "panel-RecipientFirstName", NULL}},
    {"recipientEmail",
     TRIG_USE_PERSONAL,
     {"RecipientEmail", "Recipient Email", "panel-RecipientEmail", NULL}},
    {"emailAddress", TRIG_USE_PERSONAL, {"EmailAddress", "Email Address", NULL}},
    {"name", TRIG_USE_PERSONAL, {"Name", NULL}},
    {"externalDataReference",
     TRIG_USE_PERSONAL,
     {"ExternalReference", "ExternalDataReference", "External Data Reference",
      "panel-ExternalDataReference"}},
    {"locationLatitude",
     TRIG_USE_PERSONAL,
     {"LocationLatitude", "Location Latitude", "Location-LocationLatitude", NULL}},
    {"locationLongitude",
     TRIG_USE_PERSONAL,
     {"LocationLongitude", "Location Longitude", "Location-LocationLongitude", NULL}},
    {"locationAccuracy",
     TRIG_USE_PERSONAL,
     {"LocationAccuracy", "Location Accuracy", "Location-LocationAccuracy", NULL}},
};

#define OWN (sizeof own / sizeof *own)

/* V1 to V10. */
static const char *const numbered[] = {"_recordId",    "responseSet", "name",   "externalDataReference",
                                       "emailAddress", "ipAddress",   "status", "startDate",
                                       "endDate",      "finished"};

/* What Qualtrics measures beside a question: browser, times, the order of choices. */
static const char *const measured[] = {"_BROWSER",     "_VERSION",     "_OS",
                                       "_RESOLUTION",  "_FIRST_CLICK", "_LAST_CLICK",
                                       "_PAGE_SUBMIT", "_CLICK_COUNT", "_DO"};

static enum trig_use take(size_t index, const char **name)
{
    *name = own[index].name;
    return own[index].use;
}

enum trig_use trig_qualtrics_use(struct trig_view text, const char **name)
{
    *name = NULL;
    for (size_t i = 0; i < OWN; i++) {
        if (trig_heading_is(text, own[i].name))
            return take(i, name);
        for (size_t j = 0; j < 4 && own[i].others[j]; j++)
            if (trig_heading_is(text, own[i].others[j]))
                return take(i, name);
    }
    return TRIG_USE_ANSWERS;
}

enum trig_use trig_qualtrics_id_use(struct trig_view id, const char **name)
{
    *name = NULL;
    for (size_t i = 0; i < OWN; i++) {
        if (trig_view_is(id, own[i].name))
            return take(i, name);
        for (size_t j = 0; j < 4 && own[i].others[j]; j++)
            if (trig_view_is(id, own[i].others[j]))
                return take(i, name);
    }
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++)
        if (trig_wording_ends(id, measured[i]))
            return TRIG_USE_OWN;
    return TRIG_USE_ANSWERS;
}

enum trig_use trig_qualtrics_numbered_use(size_t number, const char **name)
{
    *name = NULL;
    if (!number || number > sizeof numbered / sizeof *numbered)
        return TRIG_USE_ANSWERS;
    return trig_qualtrics_use(trig_view(numbered[number - 1]), name);
}

size_t trig_qualtrics_number(struct trig_view cell)
{
    int64_t number;
    bool fits = cell.length > 1 && cell.length < 8 && cell.data[0] == 'V' && cell.data[1] != '-';
    if (!fits || !trig_text_to_integer(trig_view_of(cell.data + 1, cell.length - 1), &number) || number < 1)
        return 0;
    return (size_t)number;
}
