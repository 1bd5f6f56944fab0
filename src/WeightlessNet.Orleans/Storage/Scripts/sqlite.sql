-- The tables of SqliteUserStore, version 1. sqlite-2.sql follows.
CREATE TABLE users (
    user TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    crowd INTEGER NOT NULL,
    snapshot BLOB
) WITHOUT ROWID;

CREATE TABLE entries (
    user TEXT NOT NULL,
    version INTEGER NOT NULL,
    entry BLOB NOT NULL,
    PRIMARY KEY (user, version)
) WITHOUT ROWID;

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    item TEXT NOT NULL UNIQUE
);

CREATE TABLE crowd_parts (
    part INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
);

CREATE TABLE crowd (
    part INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    change BLOB NOT NULL,
    PRIMARY KEY (part, sequence)
) WITHOUT ROWID;

CREATE TABLE crowd_checkpoint (
    number INTEGER PRIMARY KEY,
    positions BLOB NOT NULL,
    sums BLOB NOT NULL
);
