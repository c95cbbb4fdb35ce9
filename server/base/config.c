/* The table of settings and the reader of configuration files. */
#include "base/config.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum kind { TEXT, NUMBER, SWITCH };

static struct setting {
    const char *name;
    enum kind kind;
    const char *preset, *meaning;
    char *value; /* NULL: the preset */
} settings[] = {
    { "origins", TEXT, "", "exact origins of the page, separated by spaces; empty: http://ADDR:PORT and http://localhost:PORT", NULL },
    { "proxies", TEXT, "", "addresses of reverse proxies whose X-Forwarded-For and -Proto are believed, separated by spaces", NULL },
    { "tls-certificate", TEXT, "", "PEM file; with tls-key, Carnet speaks HTTPS itself", NULL },
    { "tls-key", TEXT, "", "PEM file of the private key", NULL },
    { "secure-cookies", SWITCH, "off", "on behind a proxy that speaks HTTPS: cookies get Secure and __Host-", NULL },
    { "connections-per-address", NUMBER, "200", "open connections from one address (10,000 on loopback)", NULL },
    { "live-rate", NUMBER, "200", "messages per second and connection before its reading is slowed; 0: no limit", NULL },
    { "workers", NUMBER, "2", "threads for git, passwords, rendering and reading; a backup or a check has one of them to itself", NULL },
    { "log-level", TEXT, "info", "error, warn, info or debug", NULL },
    { "web", TEXT, "", "folder of the built page; empty: beside the program", NULL },
    { "base-url", TEXT, "", "address of the page in letters; empty: the first of origins", NULL },
    { "smtp-url", TEXT, "", "mail server: smtp://HOST:PORT or smtps://HOST; empty: letters stay, an administrator reads them", NULL },
    { "smtp-user", TEXT, "", "name to give to the mail server; empty: none", NULL },
    { "smtp-password", TEXT, "", "its password", NULL },
    { "smtp-password-file", TEXT, "", "or a file whose first line is the password", NULL },
    { "smtp-tls", SWITCH, "on", "off only for a mail server on the same machine: smtp:// then goes without STARTTLS", NULL },
    { "smtp-timeout", NUMBER, "60", "seconds for one letter", NULL },
    { "mail-from", TEXT, "", "who letters are from: Carnet <carnet@example.org>", NULL },
    { "mail-retry", NUMBER, "60", "seconds before a letter is tried again; twice as long each time, up to 4 hours, for 3 days", NULL },
    { "contact", TEXT, "", "whom guests may turn to, on the pages they see: Secrétariat <accueil@example.org>; empty: the organisation's name", NULL },
    { "uploads-limit-mb", NUMBER, "20", "largest file somebody may upload", NULL },
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static struct setting *find(const char *name)
{
    for (int i = 0; i < SETTINGS; i++)
        if (strcmp(settings[i].name, name) == 0)
            return &settings[i];
    return NULL;
}

static bool is_number(const char *text)
{
    char *end;
    errno = 0;
    long long n = strtoll(text, &end, 10);
    return *text && !*end && !errno && n >= 0;
}

carnet_err config_set(const char *name, const char *value)
{
    struct setting *s = find(name);
    if (!s)
        return err_set(CARNET_INVALID, "config.unknown", "no setting is called %s", name);
    if (s->kind == NUMBER && !is_number(value))
        return err_set(CARNET_INVALID, "config.number", "%s takes a number, not %s", name, value);
    if (s->kind == SWITCH && strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
        return err_set(CARNET_INVALID, "config.switch", "%s takes on or off, not %s", name, value);
    mem_free(s->value);
    s->value = mem_text(value);
    return CARNET_OK;
}

static char *trim(char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    size_t len = strlen(text);
    while (len && strchr(" \t\r\n", text[len - 1]))
        text[--len] = 0;
    return text;
}

static carnet_err load_line(char *line, const char *file, int number)
{
    char *comment = strchr(line, '#');
    if (comment)
        *comment = 0;
    char *name = trim(line);
    if (!*name)
        return CARNET_OK;
    char *equals = strchr(name, '=');
    if (!equals)
        return err_set(CARNET_INVALID, "config.line", "%s:%d: expected name = value", file, number);
    *equals = 0;
    if (config_set(trim(name), trim(equals + 1)) == CARNET_OK)
        return CARNET_OK;
    struct err_note note;
    err_take(&note);
    return err_set(CARNET_INVALID, note.key, "%s:%d: %.120s", file, number, note.detail);
}

carnet_err config_load(const char *file)
{
    FILE *f = fopen(file, "re");
    if (!f)
        return err_set(CARNET_IO, "config.open", "%s: %s", file, strerror(errno));
    char line[4096];
    carnet_err err = CARNET_OK;
    for (int number = 1; !err && fgets(line, sizeof line, f); number++)
        err = load_line(line, file, number);
    fclose(f);
    return err;
}

const char *config_text(const char *name)
{
    struct setting *s = find(name);
    assert(s);
    return s->value ? s->value : s->preset;
}

int64_t config_number(const char *name)
{
    return strtoll(config_text(name), NULL, 10);
}

bool config_on(const char *name)
{
    return strcmp(config_text(name), "on") == 0;
}

void config_print(void)
{
    for (int i = 0; i < SETTINGS; i++)
        printf("  %-24s %-8s %s\n", settings[i].name, settings[i].preset[0] ? settings[i].preset : "(empty)",
               settings[i].meaning);
}

static bool is_secret(const struct setting *s)
{
    return strstr(s->name, "password") || strstr(s->name, "key");
}

void config_each(config_each_fn *each, void *arg)
{
    for (int i = 0; i < SETTINGS; i++)
        each(arg, settings[i].name, is_secret(&settings[i]) ? NULL : config_text(settings[i].name), settings[i].meaning);
}
