-- What each person is trusted with. A privilege that was taken back keeps its row, so that it can be told
-- what somebody held on a day.

CREATE TABLE account_privilege (
    clinic_id  TEXT   NOT NULL REFERENCES clinic (clinic_id),
    account_id TEXT   NOT NULL,
    privilege  TEXT   NOT NULL,
    granted_at BIGINT NOT NULL,
    revoked_at BIGINT,          -- NULL: held
    PRIMARY KEY (clinic_id, account_id, privilege, granted_at)
);

-- Whoever needled before privileges goes on needling; what needs more has to be granted by name.
INSERT INTO account_privilege (clinic_id, account_id, privilege, granted_at, revoked_at)
SELECT clinic_id, account_id, 'needling', created_at, NULL
FROM account
WHERE role = 'practitioner';
