-- The tables of PostgresUserStore, version 2, in the present schema. Every statement may be repeated.
CREATE TABLE IF NOT EXISTS weightless_users (
    user_key text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    crowd bigint NOT NULL,
    snapshot bytea,
    tail bytea NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE IF NOT EXISTS weightless_items (
    id integer PRIMARY KEY,
    item_key text COLLATE "C" NOT NULL UNIQUE
);

-- Version 1 had keys alone.
ALTER TABLE weightless_items ADD COLUMN IF NOT EXISTS content bytea NOT NULL DEFAULT '';
ALTER TABLE weightless_items ADD COLUMN IF NOT EXISTS revision bigint NOT NULL DEFAULT 1;
CREATE INDEX IF NOT EXISTS weightless_items_revision ON weightless_items (revision);

CREATE TABLE IF NOT EXISTS weightless_documents (
    name text COLLATE "C" PRIMARY KEY,
    number bigint NOT NULL,
    content bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS weightless_leases (
    name text COLLATE "C" PRIMARY KEY,
    holder text COLLATE "C" NOT NULL,
    until timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS weightless_crowd_parts (
    part integer PRIMARY KEY,
    last bigint NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS weightless_crowd (
    part integer NOT NULL,
    sequence bigint NOT NULL,
    change bytea NOT NULL,
    PRIMARY KEY (part, sequence)
);

CREATE TABLE IF NOT EXISTS weightless_crowd_checkpoint (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    number bigint NOT NULL,
    positions bytea NOT NULL,
    sums bytea NOT NULL
);

-- Writes a change of a user if the user has the expected version. Returns the sequence number of the change of the crowd, 0 if there is
-- none, or -1 if the user has another version. A user's row is locked before the part's, so writers wait in one order.
CREATE OR REPLACE FUNCTION weightless_write(
    in_user text, expected bigint, replaces boolean, in_data bytea, in_part integer, in_change bytea) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    place bigint := 0;
BEGIN
    IF expected = 0 THEN
        INSERT INTO weightless_users (user_key, version, crowd, snapshot, tail) VALUES (in_user, 0, 0, NULL, '') ON CONFLICT DO NOTHING;
    END IF;

    PERFORM 1 FROM weightless_users WHERE user_key = in_user AND version = expected FOR UPDATE;
    IF NOT FOUND THEN
        RETURN -1;
    END IF;

    IF in_change IS NOT NULL THEN
        UPDATE weightless_crowd_parts SET last = last + 1 WHERE part = in_part RETURNING last INTO STRICT place;
        INSERT INTO weightless_crowd (part, sequence, change) VALUES (in_part, place, in_change);
    END IF;

    UPDATE weightless_users
    SET version = expected + 1,
        crowd = CASE WHEN place > 0 THEN place ELSE crowd END,
        snapshot = CASE WHEN replaces THEN in_data ELSE snapshot END,
        tail = CASE WHEN replaces THEN '' ELSE tail || in_data END
    WHERE user_key = in_user;
    RETURN place;
END
$$;
