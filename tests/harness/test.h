#pragma once
/* The C test harness. A test registers itself; its name is a sentence that states one rule.
 *     TEST(reader, refuses_a_varint_above_2_to_the_53) { … CHECK(…); }
 * The program takes an optional filter ("reader" or "reader.refuses"), prints "ok name" or "not ok name", and exits
 * with 1 if anything failed. A failed CHECK ends its test. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/bytes.h"
#include "base/err.h"

typedef void test_fn(void);
void test_register(const char *group, const char *name, test_fn *run);
_Noreturn void test_fail(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);
const char *test_folder(void); /* a fresh empty folder for this test, removed afterwards */
bool test_long(void);          /* CARNET_LONG is set: long runs */

#define TEST(group, name)                                                                                              \
    static void test_##group##_##name(void);                                                                           \
    __attribute__((constructor)) static void register_##group##_##name(void)                                           \
    {                                                                                                                  \
        test_register(#group, #name, test_##group##_##name);                                                           \
    }                                                                                                                  \
    static void test_##group##_##name(void)

#define CHECK(cond)                                                                                                    \
    do {                                                                                                               \
        if (!(cond))                                                                                                   \
            test_fail(__FILE__, __LINE__, "%s", #cond);                                                                \
    } while (0)
#define CHECK_INT(want, got)                                                                                           \
    do {                                                                                                               \
        long long want_ = (long long)(want), got_ = (long long)(got);                                                  \
        if (want_ != got_)                                                                                             \
            test_fail(__FILE__, __LINE__, "%s: want %lld, got %lld", #got, want_, got_);                               \
    } while (0)
#define CHECK_TEXT(want, got)                                                                                          \
    do {                                                                                                               \
        const char *want_ = (want), *got_ = (got);                                                                     \
        if (!got_ || strcmp(want_, got_) != 0)                                                                         \
            test_fail(__FILE__, __LINE__, "%s: want \"%s\", got \"%s\"", #got, want_, got_ ? got_ : "(null)");         \
    } while (0)
#define CHECK_ERR(code, expr)                                                                                          \
    do {                                                                                                               \
        carnet_err want_ = (code), got_ = (expr);                                                                      \
        if (want_ != got_) {                                                                                           \
            struct err_note note_;                                                                                     \
            err_take(&note_);                                                                                          \
            test_fail(__FILE__, __LINE__, "%s: want %s, got %s (%s %s)", #expr, err_name(want_), err_name(got_),       \
                      note_.key, note_.detail);                                                                        \
        }                                                                                                              \
    } while (0)
#define CHECK_OK(expr) CHECK_ERR(CARNET_OK, expr)
