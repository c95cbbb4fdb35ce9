#define _XOPEN_SOURCE 700 /* nftw */
/* Runs the registered tests in order of registration, each in this process (the sanitizers watch all of it). */
#include "harness/test.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"

static struct test {
    const char *group, *name;
    test_fn *run;
} tests[2048];
static int count;
static jmp_buf failed;
static char folder[64];

void test_register(const char *group, const char *name, test_fn *run)
{
    if (count == (int)(sizeof tests / sizeof *tests))
        abort();
    tests[count++] = (struct test){ group, name, run };
}

void test_fail(const char *file, int line, const char *format, ...)
{
    printf("# %s:%d: ", file, line);
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    puts("");
    longjmp(failed, 1);
}

static int remove_one(const char *path, const struct stat *s, int type, struct FTW *at)
{
    (void)s, (void)type, (void)at;
    return remove(path);
}

const char *test_folder(void)
{
    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/tmp/carnet-test-XXXXXX");
        if (!mkdtemp(folder))
            abort();
    }
    return folder;
}

bool test_long(void)
{
    return getenv("CARNET_LONG") != NULL;
}

int main(int argc, char **argv)
{
    static volatile int failures; /* static, volatile: a failed test comes back by longjmp */
    static volatile int i;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (i = 0; i < count; i++) {
        char name[256];
        snprintf(name, sizeof name, "%s.%s", tests[i].group, tests[i].name);
        if (argc > 1 && strncmp(name, argv[1], strlen(argv[1])) != 0)
            continue;
        if (clock_start(NULL) == CARNET_OK && setjmp(failed) == 0) {
            tests[i].run();
            printf("ok %s\n", name);
        } else {
            printf("not ok %s\n", name);
            failures++;
        }
        if (folder[0]) {
            nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
            folder[0] = 0;
        }
    }
    return failures != 0;
}
