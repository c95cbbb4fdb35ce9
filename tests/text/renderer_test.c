/* The supervisor: whatever a text or the child does, the answer is in time, and the next text works. */
#include "text_help.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "text/child.h"

static void check_works(struct renderer *r)
{
    CLEANUP(buf_clear) struct buf html = { 0 };
    CHECK_OK(renderer_html(&html, r, bytes_text("ça marche")));
    CHECK_TEXT("<p id=\"p-1\">ça marche</p>\n", buf_text(&html));
}

static void repeat(struct buf *out, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        buf_put_text(out, text);
}

TEST(renderer, starts_its_child_with_the_first_text_and_keeps_it)
{
    struct renderer *r = renderer_new("/proc/self/exe");
    CHECK_INT(0, renderer_pid(r));
    check_works(r);
    pid_t pid = renderer_pid(r);
    CHECK(pid > 0);
    check_works(r);
    CHECK_INT(pid, renderer_pid(r));
    renderer_free(r);
    CHECK(kill(pid, 0) < 0 && errno == ESRCH);
}

TEST(renderer, refuses_what_is_too_long_or_not_text)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf html = { 0 };
    repeat(&text, "0123456789abcdef", RENDERER_INPUT / 16);
    CHECK_OK(renderer_html(&html, help_renderer(), buf_bytes(&text)));
    buf_put_byte(&text, 'x');
    html.len = 0;
    CHECK_ERR(CARNET_LIMIT, renderer_html(&html, help_renderer(), buf_bytes(&text)));
    CHECK_ERR(CARNET_INVALID, renderer_html(&html, help_renderer(), bytes_text("\xff\xfe")));
    CHECK_INT(0, html.len);
}

TEST(renderer, survives_the_table_bomb)
{
    CLEANUP(buf_clear) struct buf bomb = { 0 };
    CLEANUP(buf_clear) struct buf html = { 0 };
    repeat(&bomb, "|a", 2000);
    buf_put_text(&bomb, "|\n");
    repeat(&bomb, "|-", 2000);
    buf_put_text(&bomb, "|\n");
    repeat(&bomb, "|a\n", 2000);
    CHECK_OK(renderer_html(&html, help_renderer(), buf_bytes(&bomb)));
    check_works(help_renderer());
}

/* The widest header that is let through, and as many rows as a text can hold: 340,000 rows of 99 cells. */
TEST(renderer, a_text_that_costs_too_much_is_refused_and_the_next_one_works)
{
    CLEANUP(buf_clear) struct buf bomb = { 0 };
    CLEANUP(buf_clear) struct buf html = { 0 };
    repeat(&bomb, "|a", 99);
    buf_put_text(&bomb, "|\n");
    repeat(&bomb, "|-", 99);
    buf_put_text(&bomb, "|\n");
    repeat(&bomb, "|a\n", 340000);
    struct renderer *r = renderer_new("/proc/self/exe");
    check_works(r);
    pid_t pid = renderer_pid(r);
    CHECK_ERR(CARNET_LIMIT, renderer_html(&html, r, buf_bytes(&bomb)));
    struct err_note note;
    err_take(&note);
    CHECK_TEXT("text.too_costly", note.key);
    CHECK_INT(0, html.len);
    struct text_measure measure;
    CHECK_ERR(CARNET_LIMIT, renderer_measure(&measure, r, buf_bytes(&bomb)));
    check_works(r);
    CHECK(renderer_pid(r) != pid);
    renderer_free(r);
}

/* "```x`" only looks like a fence, so the bars after it are not tamed, and cmark takes quadratic time over them. */
TEST(renderer, a_text_that_takes_too_much_time_is_stopped_after_two_seconds)
{
    CLEANUP(buf_clear) struct buf bomb = { 0 };
    CLEANUP(buf_clear) struct buf html = { 0 };
    buf_put_text(&bomb, "```x`\n\n");
    repeat(&bomb, "|a", 200000);
    buf_put_text(&bomb, "|\n");
    repeat(&bomb, "|-", 200000);
    buf_put_text(&bomb, "|\n");
    struct renderer *r = renderer_new("/proc/self/exe");
    renderer_set_deadline(r, 60000);
    int64_t start = clock_steady_us();
    CHECK_ERR(CARNET_LIMIT, renderer_html(&html, r, buf_bytes(&bomb)));
    int64_t took = clock_steady_us() - start;
    CHECK(took > 1800000);
    check_works(r);
    renderer_free(r);
}

TEST(renderer, answers_deep_and_repeated_marks)
{
    static const struct {
        const char *text;
        int times;
    } soups[] = { { "[", 200000 }, { ">", 50000 }, { "*a **a ", 30000 }, { "- ", 20000 }, { "![", 100000 },
                  { "`a``", 50000 }, { "<!--", 100000 }, { "[^a]", 50000 }, { "&", 200000 }, { "[a](<b", 50000 } };
    for (size_t i = 0; i < sizeof soups / sizeof *soups; i++) {
        CLEANUP(buf_clear) struct buf text = { 0 };
        CLEANUP(buf_clear) struct buf html = { 0 };
        repeat(&text, soups[i].text, soups[i].times);
        carnet_err err = renderer_html(&html, help_renderer(), buf_bytes(&text));
        if (err && err != CARNET_LIMIT)
            test_fail(__FILE__, __LINE__, "soup of \"%s\": %s", soups[i].text, err_name(err));
    }
    check_works(help_renderer());
}

TEST(renderer, a_child_killed_between_two_texts_is_replaced_unseen)
{
    struct renderer *r = renderer_new("/proc/self/exe");
    check_works(r);
    pid_t pid = renderer_pid(r);
    CHECK_INT(0, kill(pid, SIGKILL));
    check_works(r);
    CHECK(renderer_pid(r) != pid);
    renderer_free(r);
}

static void *kill_soon(void *pid)
{
    usleep(60000);
    kill(*(pid_t *)pid, SIGKILL);
    return NULL;
}

TEST(renderer, a_child_killed_in_the_middle_is_replaced_unseen)
{
    struct renderer *r = renderer_new("/proc/self/exe");
    check_works(r);
    pid_t pid = renderer_pid(r);
    CHECK_INT(0, kill(pid, SIGSTOP)); /* it holds the text for as long as we like */
    pthread_t thread;
    CHECK_INT(0, pthread_create(&thread, NULL, kill_soon, &pid));
    check_works(r);
    pthread_join(thread, NULL);
    CHECK(renderer_pid(r) != pid);
    renderer_free(r);
}

TEST(renderer, a_child_that_hangs_is_given_up_at_the_deadline)
{
    struct renderer *r = renderer_new("/proc/self/exe");
    CLEANUP(buf_clear) struct buf html = { 0 };
    check_works(r);
    pid_t pid = renderer_pid(r);
    renderer_set_deadline(r, 200);
    CHECK_INT(0, kill(pid, SIGSTOP));
    int64_t start = clock_steady_us();
    CHECK_ERR(CARNET_LIMIT, renderer_html(&html, r, bytes_text("x")));
    int64_t took = clock_steady_us() - start;
    CHECK(took >= 200000);
    CHECK(kill(pid, 0) < 0);
    renderer_set_deadline(r, 8000);
    check_works(r);
    renderer_free(r);
}

TEST(renderer, a_program_that_is_not_ours_is_an_error_not_a_wait)
{
    CLEANUP(buf_clear) struct buf html = { 0 };
    static const char *const programs[] = { "/nonexistent", "/bin/true", "/bin/false" };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct renderer *r = renderer_new(programs[i]);
        CHECK_ERR(CARNET_IO, renderer_html(&html, r, bytes_text("x")));
        renderer_free(r);
    }
    struct renderer *r = renderer_new("/bin/echo"); /* answers, and not as it should */
    CHECK_ERR(CARNET_IO, renderer_html(&html, r, bytes_text("x")));
    renderer_free(r);
}

TEST(renderer, two_threads_have_two_children)
{
    struct renderer *one = renderer_new("/proc/self/exe"), *two = renderer_new("/proc/self/exe");
    check_works(one);
    check_works(two);
    CHECK(renderer_pid(one) != renderer_pid(two));
    renderer_free(one);
    check_works(two);
    renderer_free(two);
}

static void *render_many(void *out)
{
    struct renderer *r = renderer_new("/proc/self/exe");
    bool right = true;
    for (int i = 0; right && i < 150; i++) {
        CLEANUP(buf_clear) struct buf text = { 0 };
        CLEANUP(buf_clear) struct buf html = { 0 };
        CLEANUP(buf_clear) struct buf want = { 0 };
        buf_printf(&text, "texte %p %d", out, i);
        buf_printf(&want, "<p id=\"p-1\">texte %p %d</p>\n", out, i);
        right = renderer_html(&html, r, buf_bytes(&text)) == CARNET_OK && bytes_equal(buf_bytes(&html), buf_bytes(&want));
    }
    renderer_free(r);
    *(bool *)out = right;
    return NULL;
}

TEST(renderer, threads_at_once_each_get_their_own_answers)
{
    bool right[3];
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        CHECK_INT(0, pthread_create(&threads[i], NULL, render_many, &right[i]));
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    CHECK(right[0] && right[1] && right[2]);
}

TEST(child, inherits_no_other_file)
{
    int ends[2];
    CHECK_INT(0, pipe(ends)); /* without CLOEXEC, as a library might */
    struct renderer *r = renderer_new("/proc/self/exe");
    check_works(r);
    close(ends[1]);
    char c;
    CHECK_INT(0, read(ends[0], &c, 1)); /* the end of file: nobody holds the other side */
    close(ends[0]);
    renderer_free(r);
}

/* Gone, or waiting for somebody to read its status. */
static bool is_dead(pid_t pid)
{
    char path[64], state = 'Z';
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(path, "r");
    if (!f)
        return true;
    if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
        state = 'Z';
    fclose(f);
    return state == 'Z' || state == 'X';
}

TEST(child, dies_with_its_server)
{
    int ends[2];
    CHECK_INT(0, pipe(ends));
    fflush(stdout);
    pid_t server = fork();
    if (server == 0) {
        struct renderer *r = renderer_new("/proc/self/exe");
        check_works(r);
        pid_t child = renderer_pid(r);
        kill(child, SIGSTOP); /* so that it cannot see its input close */
        if (write(ends[1], &child, sizeof child) != sizeof child)
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    pid_t child = 0;
    CHECK_INT(sizeof child, read(ends[0], &child, sizeof child));
    CHECK_INT(server, waitpid(server, NULL, 0));
    for (int i = 0; i < 2000 && !is_dead(child); i++)
        usleep(10000);
    CHECK(is_dead(child));
    close(ends[0]);
    close(ends[1]);
}

/* Runs attempt in a process confined like the child. With the sanitizers a refused call fails, else it kills. */
static bool refused(bool (*attempt)(void))
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (!render_child_confine())
            _exit(3);
        _exit(attempt() ? 4 : 0);
    }
    int status = 0;
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
    return (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) || (WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static bool try_open(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool try_fork(void)
{
    return fork() >= 0;
}

static bool try_exec(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return errno != EPERM;
}

static bool try_kill(void)
{
    return kill(getppid(), 0) == 0;
}

TEST(child, cannot_open_connect_fork_exec_or_signal)
{
    CHECK(refused(try_open));
    CHECK(refused(try_socket));
    CHECK(refused(try_fork));
    CHECK(refused(try_exec));
    CHECK(refused(try_kill));
}
