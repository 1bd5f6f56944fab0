-- Version 2 of the tables of SqliteUserStore, from version 1.
ALTER TABLE items ADD COLUMN content BLOB NOT NULL DEFAULT x'';

ALTER TABLE items ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

CREATE INDEX items_revision ON items (revision);

CREATE TABLE documents (
    name TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    content BLOB NOT NULL
);

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
);

PRAGMA user_version = 2;
