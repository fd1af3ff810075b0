//! Every statement, once. A test prepares each of them against a migrated database.

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        $($(#[$doc])* pub(crate) const $name: &str = $text;)+

        /// Every statement by name, for the rule that prepares them all.
        #[cfg(feature = "conformance")]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $text)),+];
    };
}

/// Made outside the migrations, because it records them.
pub(crate) const CREATE_MIGRATION_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    name       TEXT   NOT NULL PRIMARY KEY,
    checksum   TEXT   NOT NULL,
    applied_at BIGINT NOT NULL
)";

statements! {
    SELECT_MIGRATIONS = "SELECT name, checksum FROM migration ORDER BY name";
    INSERT_MIGRATION = "INSERT INTO migration (name, checksum, applied_at) VALUES ($1, $2, $3)";

    INSERT_CLINIC = "INSERT INTO clinic (clinic_id, name, created_at) VALUES ($1, $2, $3)";
    SELECT_CLINICS = "SELECT clinic_id, name FROM clinic ORDER BY created_at, clinic_id";

    INSERT_EVENT = "INSERT INTO event (clinic_id, seq, stream_kind, stream_id, version, event_type, format, patient_id, key_id, at_us, by_id, payload, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    SELECT_HEAD = "SELECT seq, hash FROM event WHERE clinic_id = $1 ORDER BY seq DESC LIMIT 1";
    SELECT_STREAM_EVENTS = "SELECT seq, stream_kind, stream_id, version, event_type, format, patient_id, key_id, at_us, by_id, payload, prev_hash, hash FROM event WHERE clinic_id = $1 AND stream_id = $2 ORDER BY version";
    SELECT_STREAM_END = "SELECT version, hash FROM event WHERE clinic_id = $1 AND stream_id = $2 ORDER BY version DESC LIMIT 1";
    SELECT_STREAM_CONTENT = "SELECT seq, version, event_type, format, payload FROM event WHERE clinic_id = $1 AND stream_id = $2 ORDER BY version";
    SELECT_EVENTS_AFTER = "SELECT seq, stream_kind, stream_id, version, event_type, format, patient_id, key_id, at_us, by_id, payload, prev_hash, hash FROM event WHERE clinic_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    SELECT_STREAMS = "SELECT DISTINCT stream_id FROM event WHERE clinic_id = $1 ORDER BY stream_id";

    INSERT_PATIENT_KEY = "INSERT INTO patient_key (clinic_id, patient_id, key_id, wrapped, created_at) VALUES ($1, $2, $3, $4, $5)";
    SELECT_PATIENT_KEY = "SELECT key_id, wrapped FROM patient_key WHERE clinic_id = $1 AND patient_id = $2";

    INSERT_COMMAND_KEY = "INSERT INTO command_key (clinic_id, key, stream_id, version, at_us) VALUES ($1, $2, $3, $4, $5)";
    SELECT_COMMAND_KEY = "SELECT stream_id, version FROM command_key WHERE clinic_id = $1 AND key = $2";

    INSERT_ACCOUNT = "INSERT INTO account (clinic_id, account_id, login, name, role, password_hash, created_at, disabled_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    SELECT_ACCOUNT_BY_LOGIN = "SELECT clinic_id, account_id, login, name, role, password_hash FROM account WHERE login = $1 AND disabled_at IS NULL";
    SELECT_ACCOUNTS = "SELECT account_id, login, name, role FROM account WHERE clinic_id = $1 ORDER BY name, account_id";

    INSERT_PRIVILEGE = "INSERT INTO account_privilege (clinic_id, account_id, privilege, granted_at, revoked_at) VALUES ($1, $2, $3, $4, NULL)";
    REVOKE_PRIVILEGE = "UPDATE account_privilege SET revoked_at = $1 WHERE clinic_id = $2 AND account_id = $3 AND privilege = $4 AND revoked_at IS NULL";
    SELECT_PRIVILEGES = "SELECT privilege FROM account_privilege WHERE clinic_id = $1 AND account_id = $2 AND revoked_at IS NULL ORDER BY privilege";

    INSERT_PATIENT_LINK = "INSERT INTO patient_link (clinic_id, token_hash, patient_id, course_id, made_at, made_by, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    SELECT_PATIENT_LINK = "SELECT l.clinic_id, l.patient_id, l.course_id, l.made_at, l.made_by, l.expires_at, l.used_at, c.name FROM patient_link l JOIN clinic c ON c.clinic_id = l.clinic_id WHERE l.token_hash = $1";
    SELECT_LINKS_OF_PATIENT = "SELECT clinic_id, patient_id, course_id, made_at, made_by, expires_at, used_at, '' FROM patient_link WHERE clinic_id = $1 AND patient_id = $2 ORDER BY made_at DESC LIMIT $3";
    USE_PATIENT_LINK = "UPDATE patient_link SET used_at = $1 WHERE clinic_id = $2 AND token_hash = $3 AND used_at IS NULL";
    CLOSE_PATIENT_LINKS = "UPDATE patient_link SET expires_at = $1 WHERE clinic_id = $2 AND patient_id = $3 AND used_at IS NULL AND expires_at > $1";

    INSERT_SIGN_IN = "INSERT INTO sign_in (clinic_id, token_hash, account_id, csrf, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6)";
    SELECT_SIGN_IN = "SELECT s.clinic_id, s.account_id, s.csrf, s.created_at, s.seen_at, a.name, a.role, c.name FROM sign_in s JOIN account a ON a.clinic_id = s.clinic_id AND a.account_id = s.account_id JOIN clinic c ON c.clinic_id = s.clinic_id WHERE s.token_hash = $1 AND a.disabled_at IS NULL";
    TOUCH_SIGN_IN = "UPDATE sign_in SET seen_at = $1 WHERE clinic_id = $2 AND token_hash = $3";
    DELETE_SIGN_IN = "DELETE FROM sign_in WHERE clinic_id = $1 AND token_hash = $2";
    DELETE_OLD_SIGN_INS = "DELETE FROM sign_in WHERE clinic_id = $1 AND seen_at < $2";

    SELECT_FAILURES = "SELECT failures, last_us FROM sign_in_failure WHERE login = $1";
    UPSERT_FAILURE = "INSERT INTO sign_in_failure (login, failures, last_us) VALUES ($1, $2, $3) ON CONFLICT (login) DO UPDATE SET failures = excluded.failures, last_us = excluded.last_us";
    CLEAR_FAILURES = "DELETE FROM sign_in_failure WHERE login = $1";

    UPSERT_CARD_FEEDBACK = "INSERT INTO card_feedback (clinic_id, client, card_id, service, rule_id, outcome, reason, day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (clinic_id, client, card_id) DO UPDATE SET service = excluded.service, rule_id = excluded.rule_id, outcome = excluded.outcome, reason = excluded.reason, day = excluded.day";
    COUNT_CARD_FEEDBACK = "SELECT rule_id, outcome, reason, COUNT(*) FROM card_feedback WHERE clinic_id = $1 GROUP BY rule_id, outcome, reason ORDER BY rule_id, outcome, reason";

    INSERT_AUDIT = "INSERT INTO audit (clinic_id, audit_id, at_us, account_id, action, patient_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SELECT_AUDIT_OF_PATIENT = "SELECT at_us, account_id, action, detail FROM audit WHERE clinic_id = $1 AND patient_id = $2 ORDER BY at_us DESC LIMIT $3";

    UPSERT_PATIENT = "INSERT INTO patient (clinic_id, patient_id, version, sealed, fact_count, changed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (clinic_id, patient_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed, fact_count = excluded.fact_count, changed_at = excluded.changed_at";
    SELECT_PATIENT = "SELECT patient_id, version, sealed, fact_count, changed_at FROM patient WHERE clinic_id = $1 AND patient_id = $2";
    SELECT_PATIENTS = "SELECT patient_id, version, sealed, fact_count, changed_at FROM patient WHERE clinic_id = $1 ORDER BY changed_at DESC, patient_id LIMIT $2";
    COUNT_PATIENTS = "SELECT COUNT(*) FROM patient WHERE clinic_id = $1";
    SELECT_STRAY_PATIENTS = "SELECT r.patient_id FROM patient r WHERE r.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic_id = r.clinic_id AND e.stream_id = r.patient_id AND e.stream_kind = 'patient') ORDER BY r.patient_id";
    DELETE_PATIENT_TOKENS = "DELETE FROM patient_token WHERE clinic_id = $1 AND patient_id = $2";
    INSERT_PATIENT_TOKEN = "INSERT INTO patient_token (clinic_id, token, patient_id) VALUES ($1, $2, $3)";
    SELECT_PATIENT_TOKENS = "SELECT token FROM patient_token WHERE clinic_id = $1 AND patient_id = $2 ORDER BY token";
    SELECT_STRAY_TOKENS = "SELECT DISTINCT r.patient_id FROM patient_token r WHERE r.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic_id = r.clinic_id AND e.stream_id = r.patient_id AND e.stream_kind = 'patient') ORDER BY r.patient_id";
    SELECT_PATIENTS_BY_TOKEN = "SELECT patient_id FROM patient_token WHERE clinic_id = $1 AND token = $2 ORDER BY patient_id LIMIT $3";

    UPSERT_COURSE = "INSERT INTO course (clinic_id, course_id, version, patient_id, condition_id, side, phase, plan_state, measures, rescreens, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (clinic_id, course_id) DO UPDATE SET version = excluded.version, condition_id = excluded.condition_id, side = excluded.side, phase = excluded.phase, plan_state = excluded.plan_state, measures = excluded.measures, rescreens = excluded.rescreens, changed_at = excluded.changed_at";
    SELECT_COURSE = "SELECT course_id, version, patient_id, condition_id, side, phase, plan_state, measures, rescreens, changed_at FROM course WHERE clinic_id = $1 AND course_id = $2";
    SELECT_COURSES_OF_PATIENT = "SELECT course_id, version, patient_id, condition_id, side, phase, plan_state, measures, rescreens, changed_at FROM course WHERE clinic_id = $1 AND patient_id = $2 ORDER BY changed_at DESC, course_id";
    SELECT_OPEN_COURSES = "SELECT course_id, version, patient_id, condition_id, side, phase, plan_state, measures, rescreens, changed_at FROM course WHERE clinic_id = $1 AND phase = 'open' ORDER BY changed_at DESC, course_id LIMIT $2";
    SELECT_STRAY_COURSES = "SELECT r.course_id FROM course r WHERE r.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic_id = r.clinic_id AND e.stream_id = r.course_id AND e.stream_kind = 'course') ORDER BY r.course_id";

    UPSERT_PROTOCOL = "INSERT INTO protocol (clinic_id, protocol_id, version, condition_id, saved, state, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (clinic_id, protocol_id) DO UPDATE SET version = excluded.version, condition_id = excluded.condition_id, saved = excluded.saved, state = excluded.state, changed_at = excluded.changed_at";
    SELECT_PROTOCOL = "SELECT protocol_id, version, condition_id, saved, state, changed_at FROM protocol WHERE clinic_id = $1 AND protocol_id = $2";
    SELECT_PROTOCOLS = "SELECT p.protocol_id, p.version, p.condition_id, p.saved, p.state, p.changed_at, (SELECT COUNT(*) FROM protocol_use u WHERE u.clinic_id = p.clinic_id AND u.protocol_id = p.protocol_id) FROM protocol p WHERE p.clinic_id = $1 ORDER BY p.state, p.changed_at DESC, p.protocol_id LIMIT $2";
    SELECT_STRAY_PROTOCOLS = "SELECT r.protocol_id FROM protocol r WHERE r.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic_id = r.clinic_id AND e.stream_id = r.protocol_id AND e.stream_kind = 'protocol') ORDER BY r.protocol_id";
    INSERT_PROTOCOL_USE = "INSERT INTO protocol_use (clinic_id, protocol_id, course_id) VALUES ($1, $2, $3) ON CONFLICT (clinic_id, protocol_id, course_id) DO NOTHING";
    SELECT_PROTOCOL_USES = "SELECT protocol_id FROM protocol_use WHERE clinic_id = $1 AND course_id = $2 ORDER BY protocol_id";
    SELECT_STRAY_PROTOCOL_USES = "SELECT DISTINCT r.course_id FROM protocol_use r WHERE r.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic_id = r.clinic_id AND e.stream_id = r.course_id AND e.stream_kind = 'course') ORDER BY r.course_id";

    UPSERT_SESSION = "INSERT INTO session (clinic_id, session_id, version, course_id, patient_id, room, started_at, started_by, inserted, removed, accounted, rest_due, signed_at, signed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (clinic_id, session_id) DO UPDATE SET version = excluded.version, inserted = excluded.inserted, removed = excluded.removed, accounted = excluded.accounted, rest_due = excluded.rest_due, signed_at = excluded.signed_at, signed_by = excluded.signed_by";
    SELECT_SESSION = "SELECT session_id, version, course_id, patient_id, room, started_at, started_by, inserted, removed, accounted, rest_due, signed_at, signed_by FROM session WHERE clinic_id = $1 AND session_id = $2";
    SELECT_RUNNING_SESSIONS = "SELECT session_id, version, course_id, patient_id, room, started_at, started_by, inserted, removed, accounted, rest_due, signed_at, signed_by FROM session WHERE clinic_id = $1 AND signed_at IS NULL ORDER BY started_at, session_id LIMIT $2";
    SELECT_SESSIONS_OF_PATIENT = "SELECT session_id, version, course_id, patient_id, room, started_at, started_by, inserted, removed, accounted, rest_due, signed_at, signed_by FROM session WHERE clinic_id = $1 AND patient_id = $2 ORDER BY started_at DESC, session_id LIMIT $3";
    SELECT_SESSIONS_OF_COURSE = "SELECT session_id, version, course_id, patient_id, room, started_at, started_by, inserted, removed, accounted, rest_due, signed_at, signed_by FROM session WHERE clinic_id = $1 AND course_id = $2 ORDER BY started_at DESC, session_id LIMIT $3";
    SELECT_STRAY_SESSIONS = "SELECT r.session_id FROM session r WHERE r.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic_id = r.clinic_id AND e.stream_id = r.session_id AND e.stream_kind = 'session') ORDER BY r.session_id";

    UPSERT_NEEDLE = "INSERT INTO needle (clinic_id, session_id, needle_id, ordinal, site, side, depth_mm, length_mm, gauge, lot, placed_at, placed_by, removed_at, removed_by, whereabouts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (clinic_id, session_id, needle_id) DO UPDATE SET removed_at = excluded.removed_at, removed_by = excluded.removed_by, whereabouts = excluded.whereabouts";
    SELECT_STRAY_NEEDLES = "SELECT r.needle_id FROM needle r WHERE r.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic_id = r.clinic_id AND e.stream_id = r.session_id AND e.stream_kind = 'session') ORDER BY r.needle_id";
    SELECT_NEEDLES = "SELECT needle_id, ordinal, site, side, depth_mm, length_mm, gauge, lot, placed_at, placed_by, removed_at, removed_by, whereabouts FROM needle WHERE clinic_id = $1 AND session_id = $2 ORDER BY ordinal";
}
