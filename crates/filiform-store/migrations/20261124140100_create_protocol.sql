-- The clinic's protocols, to be listed and counted. Their names, notes and needles are sealed in the ledger.

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

-- One row per course and protocol that a plan of the course was ever taken over from.
CREATE TABLE protocol_use (
    clinic_id   TEXT NOT NULL REFERENCES clinic (clinic_id),
    protocol_id TEXT NOT NULL,
    course_id   TEXT NOT NULL,
    PRIMARY KEY (clinic_id, protocol_id, course_id)
);
CREATE INDEX protocol_use_by_course ON protocol_use (clinic_id, course_id);
