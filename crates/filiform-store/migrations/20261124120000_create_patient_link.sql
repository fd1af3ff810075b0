-- Links that let a patient answer questions without signing in. Only the hash of the secret is kept.

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
