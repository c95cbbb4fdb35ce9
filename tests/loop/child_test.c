/* Children: what they say, how they end, and that none outlives its deadline. */
#include "harness/test.h"

#include "loop/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct ended {
    struct loop *loop;
    int count;
    enum child_end end;
    int status;
    struct buf output, errors;
} t;

static void ended(void *arg, const struct child_result *result)
{
    (void)arg;
    t.count++;
    t.end = result->end;
    t.status = result->status;
    buf_put(&t.output, result->output);
    buf_put(&t.errors, result->errors);
    loop_stop(t.loop);
}

static struct child *started;

static carnet_err begin(const char *const *argv, bytes input, size_t most, uint64_t deadline)
{
    t = (struct ended){ 0 };
    CHECK_OK(loop_new(&t.loop));
    struct child_options options = {
        .argv = argv, .input = input, .output_most = most, .deadline_ms = deadline, .done = ended
    };
    return child_start(&started, t.loop, &options);
}

static void finish(void)
{
    loop_run(t.loop);
    loop_free(t.loop);
    CHECK_INT(1, t.count);
}

static void forget(void)
{
    buf_clear(&t.output);
    buf_clear(&t.errors);
}

TEST(child, reads_its_input_and_is_read)
{
    static uint8_t much[3000000];
    for (size_t i = 0; i < sizeof much; i++)
        much[i] = (uint8_t)(i * 7);
    CHECK_OK(begin((const char *[]){ "/bin/cat", NULL }, (bytes){ much, sizeof much }, sizeof much, 20000));
    finish();
    CHECK_INT(CHILD_EXITED, t.end);
    CHECK_INT(0, t.status);
    CHECK(bytes_equal(buf_bytes(&t.output), (bytes){ much, sizeof much }));
    forget();
}

TEST(child, tells_its_status_and_what_it_complained_of)
{
    const char *argv[] = { "/bin/sh", "-c", "echo out; echo no >&2; exit 7", NULL };
    CHECK_OK(begin(argv, (bytes){ NULL, 0 }, 100, 20000));
    finish();
    CHECK_INT(CHILD_EXITED, t.end);
    CHECK_INT(7, t.status);
    CHECK_TEXT("out\n", buf_text(&t.output));
    CHECK_TEXT("no\n", buf_text(&t.errors));
    forget();
}

TEST(child, is_killed_at_its_deadline_with_all_it_started)
{
    char file[160];
    char script[256];
    pid_t grandchild = 0;
    snprintf(file, sizeof file, "%s/pid", test_folder());
    snprintf(script, sizeof script, "sleep 60 & echo $! > %s; wait", file);
    CHECK_OK(begin((const char *[]){ "/bin/sh", "-c", script, NULL }, (bytes){ NULL, 0 }, 100, 2000));
    finish();
    CHECK_INT(CHILD_TOO_LONG, t.end);
    FILE *f = fopen(file, "r");
    CHECK(f && fscanf(f, "%d", &grandchild) == 1);
    fclose(f);
    for (int i = 0; i < 1000 && kill(grandchild, 0) == 0; i++) { /* its reaping is init's affair */
        char path[64], state = 'Z';
        snprintf(path, sizeof path, "/proc/%d/stat", (int)grandchild);
        if ((f = fopen(path, "r"))) {
            if (fscanf(f, "%*d %*s %c", &state) != 1)
                state = 'Z';
            fclose(f);
        }
        if (state == 'Z')
            break;
        CHECK(i < 999);
        usleep(20000);
    }
    forget();
}

TEST(child, that_says_too_much_is_killed)
{
    CHECK_OK(begin((const char *[]){ "/bin/cat", "/dev/zero", NULL }, (bytes){ NULL, 0 }, 1000000, 20000));
    finish();
    CHECK_INT(CHILD_TOO_MUCH, t.end);
    CHECK_INT(1000000, t.output.len);
    forget();
}

TEST(child, that_ends_before_reading_its_input_is_no_accident)
{
    static uint8_t much[1000000];
    CHECK_OK(begin((const char *[]){ "/bin/true", NULL }, (bytes){ much, sizeof much }, 100, 20000));
    finish();
    CHECK_INT(CHILD_EXITED, t.end);
    CHECK_INT(0, t.status);
    forget();
}

TEST(child, that_dies_of_a_signal_says_which)
{
    CHECK_OK(begin((const char *[]){ "/bin/sh", "-c", "kill -11 $$", NULL }, (bytes){ NULL, 0 }, 100, 20000));
    finish();
    CHECK_INT(CHILD_KILLED, t.end);
    CHECK_INT(SIGSEGV, t.status);
    forget();
}

TEST(child, that_is_stopped_says_so)
{
    CHECK_OK(begin((const char *[]){ "/bin/sleep", "60", NULL }, (bytes){ NULL, 0 }, 100, 0));
    child_stop(started);
    finish();
    CHECK_INT(CHILD_STOPPED, t.end);
    forget();
}

TEST(child, that_cannot_start_is_refused_at_once)
{
    CHECK_ERR(CARNET_IO, begin((const char *[]){ "/no/such/program", NULL }, (bytes){ NULL, 0 }, 100, 0));
    loop_stop(t.loop);
    loop_run(t.loop);
    loop_free(t.loop);
    CHECK_INT(0, t.count);
}

TEST(child, sees_nothing_of_our_environment)
{
    setenv("CARNET_SECRET", "x", 1);
    CHECK_OK(begin((const char *[]){ "/usr/bin/env", NULL }, (bytes){ NULL, 0 }, 1000, 20000));
    finish();
    unsetenv("CARNET_SECRET");
    CHECK_TEXT("PATH=/usr/local/bin:/usr/bin:/bin\nLANG=C.UTF-8\nHOME=/nonexistent\n", buf_text(&t.output));
    forget();
}

TEST(child, whose_grandchild_keeps_its_pipe_open_still_ends)
{
    const char *argv[] = { "/bin/sh", "-c", "setsid sleep 60 & echo $!", NULL };
    CHECK_OK(begin(argv, (bytes){ NULL, 0 }, 100, 20000));
    finish();
    CHECK_INT(CHILD_EXITED, t.end);
    CHECK_INT(0, kill((pid_t)atoi(buf_text(&t.output)), SIGKILL)); /* it was there still */
    forget();
}
