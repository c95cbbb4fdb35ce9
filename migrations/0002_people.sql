-- People, what they are, and how they sign in.

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

-- slug: the public id. email_key: the address folded, so that case never matters. pseudonym: their name in git, for ever.
-- password_hash NULL: no account of their own (guests), or a link not used yet. closed_at: the account is closed, authorship stays.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> '' AND slug NOT GLOB '*[^a-z0-9-]*'),
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    pseudonym TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

-- cohort NULL: in the whole organisation. A trainee's role goes with an enrolment, which decides.
CREATE TABLE role (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    cohort INTEGER REFERENCES cohort (id),
    role TEXT NOT NULL CHECK (role IN ('trainee', 'tutor', 'research_cooperator', 'trainer', 'programme_manager',
        'training_assistant', 'jury_member', 'disability_officer', 'quality_officer', 'commissioner', 'workplace_referent',
        'platform_admin'))
) STRICT;
CREATE UNIQUE INDEX role_once ON role (person, ifnull(cohort, 0), role);
CREATE INDEX role_by_cohort ON role (cohort, role);

-- One sign-in on one device. Only the hash of its token is kept.
CREATE TABLE sign_in (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    person INTEGER NOT NULL REFERENCES person (id),
    device TEXT NOT NULL CHECK (device IN ('mine', 'shared')),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_by_person ON sign_in (person);
CREATE INDEX sign_in_by_end ON sign_in (expires_at);

-- Wrong passwords of the last minutes. account: what was typed as address, folded, known here or not.
CREATE TABLE sign_in_failure (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failure_by_account ON sign_in_failure (account, at);
CREATE INDEX sign_in_failure_by_address ON sign_in_failure (address, at);

-- For programs: git, the command line.
CREATE TABLE personal_token (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    person INTEGER NOT NULL REFERENCES person (id),
    scope TEXT NOT NULL CHECK (scope IN ('all')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- A link that lets somebody choose a password, once.
CREATE TABLE one_time_link (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    person INTEGER NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
