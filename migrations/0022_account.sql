-- Opening, keeping and closing an account.

-- purpose: what a link lets its holder do, once. address: the new one, of a link that confirms it.
ALTER TABLE one_time_link ADD COLUMN purpose TEXT NOT NULL DEFAULT 'password'
    CHECK (purpose IN ('password', 'invitation', 'forgotten', 'address', 'second_factor'));
ALTER TABLE one_time_link ADD COLUMN address TEXT;
CREATE INDEX one_time_link_by_person ON one_time_link (person, purpose);

-- Somebody outside asked for a letter with a link: answered before anybody looks whether there is an account. account: the address typed,
-- folded; link_hash: the old link, of an invitation that ended. done: looked at.
CREATE TABLE link_request (
    id INTEGER PRIMARY KEY,
    account TEXT,
    link_hash BLOB,
    address TEXT NOT NULL,
    at INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    CHECK ((account IS NULL) <> (link_hash IS NULL))
) STRICT;
CREATE INDEX link_request_by_address ON link_request (address, at);
CREATE INDEX link_request_waiting ON link_request (id) WHERE done = 0;
