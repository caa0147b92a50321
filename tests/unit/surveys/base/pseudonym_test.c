#include "surveys/base/pseudonym.h"

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/trig-key-XXXXXX";
static char path[64];
static struct trig_error error;

static void write_key(const char *bytes, size_t length, mode_t mode)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
}

static struct trig_person_key key_of(const char *bytes)
{
    struct trig_person_key key;
    write_key(bytes, strlen(bytes), 0600);
    assert_ok(trig_person_key_read(path, &key, &error), error);
    return key;
}

static void assert_pseudonyms(const char *a, const char *b, bool same)
{
    char left[TRIG_PSEUDONYM_TEXT], right[TRIG_PSEUDONYM_TEXT];
    struct trig_person_key key = key_of("0123456789abcdef0123456789abcdef\n");
    assert_ok(trig_pseudonym(&key, trig_view(a), left, &error), error);
    assert_ok(trig_pseudonym(&key, trig_view(b), right, &error), error);
    assert_int_equal(strlen(left), TRIG_PSEUDONYM_TEXT - 1);
    if ((strcmp(left, right) == 0) != same)
        fail_msg("\"%s\" and \"%s\" %s one person", a, b, same ? "are not" : "are");
}

static void test_pseudonym_of_spellings_is_one_and_of_ids_is_not(void **state)
{
    (void)state;
    assert_pseudonyms("S4711", "s4711", true);
    assert_pseudonyms("S4711", " S4711\t", true);
    assert_pseudonyms("J\xC3\xBCrgen@X.org", "Ju\xCC\x88rgen@x.ORG", true);
    assert_pseudonyms("007", "7", false);
    assert_pseudonyms("S4711", "S4712", false);
    assert_pseudonyms("a.b@x.org", "ab@x.org", false);
}

static void test_pseudonym_depends_on_the_key(void **state)
{
    (void)state;
    char left[TRIG_PSEUDONYM_TEXT], right[TRIG_PSEUDONYM_TEXT];
    struct trig_person_key one = key_of("0123456789abcdef0123456789abcdef");
    struct trig_person_key two = key_of("0123456789abcdef0123456789abcdeF");
    assert_string_not_equal(one.name, two.name);
    assert_ok(trig_pseudonym(&one, trig_view("S4711"), left, &error), error);
    assert_ok(trig_pseudonym(&two, trig_view("S4711"), right, &error), error);
    assert_string_not_equal(left, right);
}

/* Python: h = lambda k, m, n: hashlib.blake2b(m, key=k, digest_size=n).hexdigest()
 * k = hashlib.blake2b(b"0123456789abcdef" * 2, digest_size=32).digest()
 * p = h(k, b"trigpillar respondent\0s4711", 16); h(k, b"trigpillar erased\0" + p.encode(), 32) */
static void test_pseudonym_and_tombstone_are_keyed_blake2b(void **state)
{
    (void)state;
    char pseudonym[TRIG_PSEUDONYM_TEXT], tombstone[TRIG_TOMBSTONE_TEXT];
    struct trig_person_key key = key_of("0123456789abcdef0123456789abcdef");
    assert_ok(trig_pseudonym(&key, trig_view("S4711"), pseudonym, &error), error);
    trig_tombstone(&key, trig_view(pseudonym), tombstone);
    assert_string_equal(key.name, "9b49f3812dad3a6f");
    assert_string_equal(pseudonym, "cd7784f5adcdb0daad0248b7109a5751");
    assert_string_equal(tombstone, "ba98f793ea40aed7fbc07bc6fe4a730b06e249e7c6209828f179f1848e395d67");
}

static void test_read_of_a_key_that_others_may_read_is_refused(void **state)
{
    (void)state;
    static const mode_t modes[] = {0640, 0604, 0620, 0666, 0610};
    struct trig_person_key key;
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        write_key("0123456789abcdef0123456789abcdef", 32, modes[i]);
        assert_int_equal(trig_person_key_read(path, &key, &error), TRIG_ERR_REFUSED);
        assert_non_null(strstr(error.message, "chmod 600"));
    }
}

static void test_read_of_what_is_no_key_says_so(void **state)
{
    (void)state;
    struct trig_person_key key;
    write_key("0123456789abcdef0123456789abcde", 31, 0600);
    assert_int_equal(trig_person_key_read(path, &key, &error), TRIG_ERR_FORMAT);
    assert_int_equal(trig_person_key_read("/nowhere/key", &key, &error), TRIG_ERR_MISSING);
    assert_int_equal(trig_person_key_read(folder, &key, &error), TRIG_ERR_FORMAT);
}

static void test_make_writes_a_new_key_for_its_owner_and_overwrites_none(void **state)
{
    (void)state;
    struct stat facts;
    struct trig_person_key one, two;
    unlink(path);
    umask(0);
    assert_ok(trig_person_key_make(path, &error), error);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_ok(trig_person_key_read(path, &one, &error), error);
    assert_int_equal(trig_person_key_make(path, &error), TRIG_ERR_REFUSED);
    unlink(path);
    assert_ok(trig_person_key_make(path, &error), error);
    assert_ok(trig_person_key_read(path, &two, &error), error);
    assert_string_not_equal(one.name, two.name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pseudonym_of_spellings_is_one_and_of_ids_is_not),
        cmocka_unit_test(test_pseudonym_depends_on_the_key),
        cmocka_unit_test(test_pseudonym_and_tombstone_are_keyed_blake2b),
        cmocka_unit_test(test_read_of_a_key_that_others_may_read_is_refused),
        cmocka_unit_test(test_read_of_what_is_no_key_says_so),
        cmocka_unit_test(test_make_writes_a_new_key_for_its_owner_and_overwrites_none),
    };
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/key", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    rmdir(folder);
    return failed;
}
