#include "surveys/definition/definition_folder.h"

#include "surveys/definition/definition_internal.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the names in a folder");
}

struct trig_view trig_definition_path(struct trig_arena *arena, const char *folder, const char *name)
{
    size_t length = strlen(folder);
    const char *slash = length && folder[length - 1] == '/' ? "" : "/";
    return trig_arena_printf(arena, "%s%s%s", folder, slash, name);
}

/* ---- listing ------------------------------------------------------------------- */

/* A list of paths that grows; the array is owned, the texts are the arena's. */
struct paths {
    struct trig_view *items;
    size_t count;
    size_t capacity;
};

static int compare_paths(const void *left, const void *right)
{
    const struct trig_view *a = left;
    const struct trig_view *b = right;
    return strcmp(a->data, b->data);
}

static enum trig_status add_path(struct paths *paths, struct trig_arena *arena, const char *folder,
                                 const char *name, struct trig_error *error)
{
    enum trig_status status =
        trig_grow((void **)&paths->items, &paths->capacity, paths->count + 1, sizeof *paths->items, error);
    if (status)
        return status;
    struct trig_view path = trig_definition_path(arena, folder, name);
    if (!path.data)
        return no_memory(error);
    paths->items[paths->count++] = path;
    return TRIG_OK;
}

static enum trig_status keep_paths(const struct paths *paths, struct trig_arena *arena,
                                   struct trig_views *out, struct trig_error *error)
{
    struct trig_view *kept = trig_arena_calloc(arena, paths->count, sizeof *kept);
    if (!kept)
        return no_memory(error);
    if (paths->count) {
        memcpy(kept, paths->items, paths->count * sizeof *kept);
        qsort(kept, paths->count, sizeof *kept, compare_paths);
    }
    *out = (struct trig_views){.items = kept, .count = paths->count};
    return TRIG_OK;
}

/* The paths of the entries of [folder] that are [wanted]. */
static enum trig_status list_folder(const char *folder, bool (*wanted)(const char *folder, const char *name),
                                    struct trig_arena *arena, struct trig_views *out,
                                    struct trig_error *error)
{
    struct paths paths = {.count = 0};
    enum trig_status status = TRIG_OK;
    DIR *directory = opendir(folder);
    struct dirent *entry = directory ? readdir(directory) : NULL;
    for (; entry && !status; entry = readdir(directory))
        if (wanted(folder, entry->d_name))
            status = add_path(&paths, arena, folder, entry->d_name, error);
    if (directory)
        closedir(directory);
    if (!status)
        status = keep_paths(&paths, arena, out, error);
    trig_free(paths.items);
    return status;
}

static bool is_unknown_csv(const char *folder, const char *name)
{
    (void)folder;
    size_t length = strlen(name);
    if (name[0] == '.' || length < 5 || strcasecmp(name + length - 4, ".csv") != 0)
        return false;
    for (size_t i = 0; i < TRIG_PARTS; i++)
        if (strcmp(name, trig_part_name((enum trig_part)i)) == 0)
            return false;
    return true;
}

enum trig_status trig_definition_unknown(const char *folder, struct trig_arena *arena, struct trig_views *out,
                                         struct trig_error *error)
{
    return list_folder(folder, is_unknown_csv, arena, out, error);
}

/* ---- what `extends` names --------------------------------------------------------- */

static bool is_definition(const char *folder, const char *name)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s/%s", folder, name, trig_part_name(TRIG_PART_SURVEY));
    return length > 0 && (size_t)length < sizeof path && access(path, F_OK) == 0;
}

/* Definitions that ship, without the folder itself and the one above it. */
static bool is_shipped(const char *folder, const char *name)
{
    return name[0] != '.' && is_definition(folder, name);
}

static enum trig_status not_found(struct trig_view target, const char *shipped, const char *tried,
                                  struct trig_arena *arena, struct trig_report *report,
                                  struct trig_error *error)
{
    struct trig_views paths = {NULL, 0};
    enum trig_status status = shipped ? list_folder(shipped, is_shipped, arena, &paths, error) : TRIG_OK;
    if (status)
        return status;
    struct trig_view *names = trig_arena_calloc(arena, paths.count, sizeof *names);
    if (!names)
        return no_memory(error);
    for (size_t i = 0; i < paths.count; i++)
        names[i] = trig_view(strrchr(paths.items[i].data, '/') + 1);
    const char *suggestion =
        trig_report_suggest(report, target, (struct trig_views){.items = names, .count = paths.count});
    return trig_error_set(
        error, TRIG_ERR_MISSING,
        "extends %s: no definition of this name comes with the program, and %s holds none%s",
        trig_report_quote(report, target), tried, suggestion);
}

enum trig_status trig_definition_find(struct trig_view target, const char *shipped, struct trig_arena *arena,
                                      struct trig_report *report, const char **folder,
                                      struct trig_error *error)
{
    bool plain = !memchr(target.data, '/', target.length);
    struct trig_view name = trig_arena_copy(arena, target);
    if (!name.data)
        return no_memory(error);
    struct trig_view own = name.data[0] == '/' ? name : trig_definition_path(arena, *folder, name.data);
    struct trig_view other = plain && shipped ? trig_definition_path(arena, shipped, name.data) : own;
    if (!own.data || !other.data)
        return no_memory(error);
    if (!is_definition(other.data, ".") && !is_definition(own.data, "."))
        return not_found(target, shipped, own.data, arena, report, error);
    *folder = is_definition(other.data, ".") ? other.data : own.data;
    return TRIG_OK;
}
