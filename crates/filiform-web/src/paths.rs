//! The addresses of the pages and of the forms' actions, each written once.

/// The board of today.
pub const TODAY: &str = "/";
/// The list of patients, searched with `?q=`.
pub const PATIENTS: &str = "/patients";
/// The import form and its action.
pub const IMPORT: &str = "/import";
/// The sign-in form and its action.
pub const SIGN_IN: &str = "/sign-in";
/// Ends the signed-in session.
pub const SIGN_OUT: &str = "/sign-out";
/// Checks the clinic's ledger.
pub const VERIFY: &str = "/verify";

/// The clinic's own protocols.
pub const PROTOCOLS: &str = "/protocols";
/// Points that whoever is signed in never uses or always wants, and the action that adds one.
pub const PREFERENCES: &str = "/preferences";
/// Takes a point off that list.
pub const REMOVE_PREFERENCE: &str = "/preferences/remove";

/// Takes a protocol out of use.
pub fn withdraw_protocol(protocol_id: &str) -> String {
    format!("{PROTOCOLS}/{protocol_id}/withdraw")
}

/// A patient, opened at the course tab.
pub fn patient(patient_id: &str) -> String {
    format!("/patients/{patient_id}")
}

/// One tab of a patient: `history`, `sessions`, `measures` or `record`.
pub fn patient_tab(patient_id: &str, tab: &str) -> String {
    format!("/patients/{patient_id}/{tab}")
}

/// Adds a fact by hand.
pub fn facts(patient_id: &str) -> String {
    format!("/patients/{patient_id}/facts")
}

/// Makes a link on which the patient answers questions.
pub fn patient_link(patient_id: &str) -> String {
    format!("/patients/{patient_id}/link")
}

/// The questions of a patient, by the secret of their link. Nobody signs in there.
pub fn questions(secret: &str) -> String {
    format!("/q/{secret}")
}

/// The letter that refers a patient on because of red flags.
pub fn referral(course_id: &str) -> String {
    format!("/courses/{course_id}/referral")
}

/// The assessment form of a patient and the action that opens a course.
pub fn assess(patient_id: &str) -> String {
    format!("/patients/{patient_id}/assess")
}

/// The plan of a course.
pub fn plan(course_id: &str) -> String {
    format!("/courses/{course_id}/plan")
}

/// What could be done instead of the plan of a course, and the action that takes it over.
pub fn alternatives(course_id: &str) -> String {
    format!("/courses/{course_id}/plan/alternatives")
}

/// One action on a plan: `placements`, `position`, `pairs`, `undo`, `treatments`, `take-over`, `answers`,
/// `overrides`, `protocols`, `protocols/take` or `agree`.
pub fn plan_action(course_id: &str, action: &str) -> String {
    format!("/courses/{course_id}/plan/{action}")
}

/// Changes one planned needle where it stands.
pub fn plan_needle(course_id: &str, index: &str) -> String {
    format!("/courses/{course_id}/plan/needles/{index}")
}

/// Moves one planned needle to a place that was tapped on the body.
pub fn plan_move(course_id: &str, index: &str) -> String {
    format!("/courses/{course_id}/plan/needles/{index}/move")
}

/// Where it hurts, drawn on the body: the page and the action that keeps a drawing.
pub fn drawing(course_id: &str) -> String {
    format!("/courses/{course_id}/drawing")
}

/// The points on the body and what is known of each, for the island, by the version of the knowledge.
pub fn body_atlas(version: &str) -> String {
    format!("/body/atlas/{version}")
}

/// Changes one treatment beside the needles.
pub fn plan_co_treatment(course_id: &str, index: &str) -> String {
    format!("/courses/{course_id}/plan/treatments/{index}")
}

/// Takes one treatment beside the needles out of the plan.
pub fn plan_co_treatment_remove(course_id: &str, index: &str) -> String {
    format!("/courses/{course_id}/plan/treatments/{index}/remove")
}

/// Removes one planned needle.
pub fn plan_remove(course_id: &str, placement_id: &str) -> String {
    format!("/courses/{course_id}/plan/placements/{placement_id}/remove")
}

/// Takes an electrode pair apart.
pub fn plan_part(course_id: &str, pair: usize) -> String {
    format!("/courses/{course_id}/plan/pairs/{pair}/remove")
}

/// Starts a session of a course.
pub fn start_session(course_id: &str) -> String {
    format!("/courses/{course_id}/sessions")
}

/// A session.
pub fn session(session_id: &str) -> String {
    format!("/sessions/{session_id}")
}

/// One action on a session: `needles`, `remove-all`, `rest`, `after`, `account` or `sign`.
pub fn session_action(session_id: &str, action: &str) -> String {
    format!("/sessions/{session_id}/{action}")
}

/// One action on one needle: `remove`.
pub fn needle_action(session_id: &str, needle_id: &str, action: &str) -> String {
    format!("/sessions/{session_id}/needles/{needle_id}/{action}")
}

/// The measures of a course: the trend, and the action that records a new one.
pub fn measures(course_id: &str) -> String {
    format!("/courses/{course_id}/measures")
}

/// The printable record of a course.
pub fn record(course_id: &str) -> String {
    format!("/courses/{course_id}/record")
}

/// Records a decision about a course.
pub fn reviews(course_id: &str) -> String {
    format!("/courses/{course_id}/reviews")
}

/// The entrance of the atlas, searched with `?q=`.
pub const ATLAS: &str = "/atlas";
/// What acupuncture can and cannot do.
pub const ATLAS_CLAIMS: &str = "/atlas/claims";
/// What patients are told.
pub const ATLAS_PATIENTS: &str = "/atlas/patients";
/// The whole knowledge base as JSON.
pub const ATLAS_JSON: &str = "/atlas/export.json";

/// All entries of one kind.
pub fn atlas_shelf(kind: &str) -> String {
    format!("{ATLAS}/{kind}")
}

/// One entry.
pub fn atlas_entry(kind: &str, slug: &str) -> String {
    format!("{ATLAS}/{kind}/{slug}")
}

/// One table of the knowledge base.
pub fn atlas_table(name: &str) -> String {
    format!("{ATLAS}/export/{name}.csv")
}
