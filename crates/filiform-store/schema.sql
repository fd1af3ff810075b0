-- The schema that the migrations make on SQLite, for reading. A test compares it with a migrated
-- database; `FILIFORM_WRITE_SCHEMA=1 cargo test -p filiform-store-sqlite schema` writes it again.

CREATE TABLE account (
    clinic_id     TEXT   NOT NULL REFERENCES clinic (clinic_id),
    account_id    TEXT   NOT NULL,
    login         TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    role          TEXT   NOT NULL CHECK (role IN ('practitioner', 'assistant', 'manager')),
    password_hash TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT,          -- NULL: may sign in
    PRIMARY KEY (clinic_id, account_id),
    UNIQUE (login)
);

CREATE TABLE account_privilege (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    account_id TEXT   NOT NULL,
    privilege  TEXT   NOT NULL,
    granted_at BIGINT NOT NULL,
    revoked_at BIGINT,          -- NULL: held
    PRIMARY KEY (clinic_id, account_id, privilege, granted_at)
);

CREATE TABLE audit (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    audit_id   TEXT   NOT NULL,
    at_us      BIGINT NOT NULL,
    account_id TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    patient_id TEXT,               -- NULL: not about one patient
    detail     TEXT   NOT NULL,
    PRIMARY KEY (clinic_id, audit_id)
);

CREATE INDEX audit_by_patient ON audit (clinic_id, patient_id, at_us);

CREATE TABLE card_feedback (
    clinic_id TEXT NOT NULL REFERENCES clinic (clinic_id),
    client    TEXT NOT NULL, -- issuer of the system that sent it
    card_id   TEXT NOT NULL, -- the same card again replaces what was said before
    service   TEXT NOT NULL,
    rule_id   TEXT NOT NULL, -- 'unknown': the rule is no longer there
    outcome   TEXT NOT NULL CHECK (outcome IN ('accepted', 'overridden')),
    reason    TEXT,          -- NULL: accepted, or no reason given
    day       TEXT NOT NULL,
    PRIMARY KEY (clinic_id, client, card_id)
);

CREATE TABLE clinic (
    clinic_id  TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE command_key (
    clinic_id TEXT   NOT NULL REFERENCES clinic (clinic_id),
    key       TEXT   NOT NULL,
    stream_id TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    at_us     BIGINT NOT NULL,
    PRIMARY KEY (clinic_id, key)
);

CREATE TABLE course (
    clinic_id    TEXT   NOT NULL REFERENCES clinic (clinic_id),
    course_id    TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    patient_id   TEXT   NOT NULL,
    condition_id TEXT   NOT NULL,
    side         TEXT   NOT NULL,
    phase        TEXT   NOT NULL CHECK (phase IN ('open', 'ended')),
    plan_state   TEXT   NOT NULL CHECK (plan_state IN ('none', 'draft', 'agreed')),
    measures     BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL, rescreens BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (clinic_id, course_id)
);

CREATE INDEX course_by_patient ON course (clinic_id, patient_id);

CREATE INDEX course_by_phase ON course (clinic_id, phase, changed_at);

CREATE TABLE "event" (
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

CREATE TABLE migration (
    name       TEXT   NOT NULL PRIMARY KEY,
    checksum   TEXT   NOT NULL,
    applied_at BIGINT NOT NULL
);

CREATE TABLE needle (
    clinic_id     TEXT   NOT NULL REFERENCES clinic (clinic_id),
    session_id    TEXT   NOT NULL,
    needle_id     TEXT   NOT NULL,
    ordinal       BIGINT NOT NULL,
    site          TEXT   NOT NULL,
    side          TEXT   NOT NULL CHECK (side IN ('left', 'right', 'midline')),
    depth_mm      BIGINT NOT NULL CHECK (depth_mm BETWEEN 1 AND 125),
    length_mm     BIGINT NOT NULL CHECK (length_mm BETWEEN 1 AND 125),
    gauge         BIGINT NOT NULL, -- hundredths of a millimetre
    lot           TEXT,            -- NULL: not recorded
    placed_at     BIGINT NOT NULL,
    placed_by     TEXT   NOT NULL,
    removed_at    BIGINT,          -- NULL: still in the patient, or see whereabouts
    removed_by    TEXT,
    whereabouts   TEXT,            -- NULL: nothing out of the ordinary
    PRIMARY KEY (clinic_id, session_id, needle_id),
    CHECK (removed_at IS NULL OR placed_at <= removed_at)
);

CREATE INDEX needle_by_lot ON needle (clinic_id, lot);

CREATE TABLE patient (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    patient_id TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    sealed     BYTEA  NOT NULL,
    fact_count BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (clinic_id, patient_id)
);

CREATE INDEX patient_by_change ON patient (clinic_id, changed_at);

CREATE TABLE patient_key (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    patient_id TEXT   NOT NULL,
    key_id     TEXT   NOT NULL,
    wrapped    BYTEA,              -- NULL: erased; what it sealed can no longer be read
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic_id, patient_id)
);

CREATE TABLE patient_link (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    token_hash BYTEA  NOT NULL,
    patient_id TEXT   NOT NULL,
    course_id  TEXT,            -- NULL: about the person, not about a plan
    made_at    BIGINT NOT NULL,
    made_by    TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,          -- NULL: not answered yet
    PRIMARY KEY (clinic_id, token_hash),
    UNIQUE (token_hash)
);

CREATE INDEX patient_link_by_patient ON patient_link (clinic_id, patient_id, made_at);

CREATE TABLE patient_token (
    clinic_id  TEXT  NOT NULL REFERENCES clinic (clinic_id),
    token      BYTEA NOT NULL,
    patient_id TEXT  NOT NULL,
    PRIMARY KEY (clinic_id, token, patient_id)
);

CREATE INDEX patient_token_by_patient ON patient_token (clinic_id, patient_id);

CREATE TABLE protocol (
    clinic_id    TEXT   NOT NULL REFERENCES clinic (clinic_id),
    protocol_id  TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    condition_id TEXT   NOT NULL,
    saved        BIGINT NOT NULL, -- how often it was saved: the version that people count
    state        TEXT   NOT NULL CHECK (state IN ('offered', 'withdrawn')),
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (clinic_id, protocol_id)
);

CREATE TABLE protocol_use (
    clinic_id   TEXT NOT NULL REFERENCES clinic (clinic_id),
    protocol_id TEXT NOT NULL,
    course_id   TEXT NOT NULL,
    PRIMARY KEY (clinic_id, protocol_id, course_id)
);

CREATE INDEX protocol_use_by_course ON protocol_use (clinic_id, course_id);

CREATE TABLE session (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    session_id TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    course_id  TEXT   NOT NULL,
    patient_id TEXT   NOT NULL,
    room       TEXT,               -- NULL: no room named
    started_at BIGINT NOT NULL,
    started_by TEXT   NOT NULL,
    inserted   BIGINT NOT NULL,
    removed    BIGINT NOT NULL,
    accounted  BIGINT NOT NULL,
    rest_due   BIGINT,             -- NULL: the rest has not begun
    signed_at  BIGINT,             -- NULL: running
    signed_by  TEXT,
    PRIMARY KEY (clinic_id, session_id)
);

CREATE INDEX session_by_course ON session (clinic_id, course_id, started_at);

CREATE INDEX session_by_patient ON session (clinic_id, patient_id, started_at);

CREATE INDEX session_running ON session (clinic_id, signed_at, started_at);

CREATE TABLE sign_in (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    token_hash BYTEA  NOT NULL,
    account_id TEXT   NOT NULL,
    csrf       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    PRIMARY KEY (clinic_id, token_hash)
);

CREATE TABLE sign_in_failure (
    login    TEXT   NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_us  BIGINT NOT NULL
);

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;

CREATE TRIGGER event_never_goes BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is never shortened'); END;
