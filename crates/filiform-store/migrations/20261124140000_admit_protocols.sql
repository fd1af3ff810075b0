-- A clinic's protocols and the preferences of its clinicians have streams of their own in its chain. A check
-- of a column cannot be changed in place, so the rows move, byte for byte, into a table that admits them.

CREATE TABLE event_moving (
    clinic_id   TEXT   NOT NULL REFERENCES clinic (clinic_id),
    seq         BIGINT NOT NULL CHECK (seq >= 1),
    stream_kind TEXT   NOT NULL CHECK (stream_kind IN ('patient', 'course', 'session', 'overlay', 'protocol', 'preference')),
    stream_id   TEXT   NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    event_type  TEXT   NOT NULL,
    format      BIGINT NOT NULL CHECK (format >= 1),
    patient_id  TEXT   NOT NULL,
    key_id      TEXT   NOT NULL,
    at_us       BIGINT NOT NULL,
    by_id       TEXT   NOT NULL,
    payload     BYTEA  NOT NULL,
    prev_hash   BYTEA  NOT NULL,
    hash        BYTEA  NOT NULL,
    PRIMARY KEY (clinic_id, seq),
    UNIQUE (clinic_id, stream_id, version),
    UNIQUE (clinic_id, hash)
);

INSERT INTO event_moving
    (clinic_id, seq, stream_kind, stream_id, version, event_type, format, patient_id, key_id, at_us, by_id,
     payload, prev_hash, hash)
SELECT clinic_id, seq, stream_kind, stream_id, version, event_type, format, patient_id, key_id, at_us, by_id,
       payload, prev_hash, hash
FROM event;

DROP TABLE event;

ALTER TABLE event_moving RENAME TO event;
