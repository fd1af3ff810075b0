//! The atlas: everything found by what is typed, every kind of page readable by everybody.

use filiform_testkit::browser::{Browser, Failure, Outcome, Visit};

use crate::accessible::Audit;
use crate::clinic::given_a_demonstration;

/// A page of every kind, with words that must stand on it.
const PAGES: [(&str, &str); 26] = [
    ("/atlas", "What acupuncture can and cannot do"),
    ("/atlas?q=warferin", "warfarin"),
    ("/atlas?q=no+such+thing", "Nothing found"),
    ("/atlas/claims", "Releases endorphins"),
    ("/atlas/points", "ST36 Zusanli"),
    ("/atlas/points/st36", "tibialis anterior"),
    ("/atlas/points/gb21", "Structures at risk"),
    ("/atlas/muscles/tibialis-anterior", "ST36"),
    ("/atlas/nerves/deep-fibular-nerve", "ST36"),
    ("/atlas/segments/l4", "Aimed at in"),
    ("/atlas/conditions/knee-oa", "Against a sham needle"),
    ("/atlas/benefits/sport", "Verdict"),
    ("/atlas/mechanisms/melatonin", "not supported"),
    ("/atlas/groups/headache", "Be careful"),
    ("/atlas/course-rules/cms-ncd-30-3-3", "12 visits in 90 days"),
    ("/atlas/medicines/warfarin", "B01AA03"),
    ("/atlas/rules/anticoag-deep", "clinic policy"),
    ("/atlas/red-flags/rf-cauda", "emergency now"),
    ("/atlas/patients", "in 100"),
    ("/atlas/hazards", "lung"),
    ("/atlas/risks/bruise", "What was counted"),
    ("/atlas/adverse-events/ae-ptx", "Published rates"),
    ("/atlas/principles", "count"),
    ("/atlas/instruments/phq9", "public domain"),
    ("/atlas/trials/tara-1", "flunarizine"),
    ("/atlas/sources/safety-s12", "Cited by"),
];

#[tokio::test]
async fn every_kind_of_atlas_page_can_be_read_by_everybody() {
    let demo = given_a_demonstration();
    let browser = Browser::start()
        .await
        .unwrap_or_else(|failure| panic!("{failure}"));
    let page = browser.page().await.unwrap();
    let mut audit = Audit::new();
    let visit = Visit::new(page, &demo);
    visit.sign_in(&demo).await.unwrap();
    let told = read_all(&visit, &mut audit).await;
    let complaints = visit.page.console_errors();
    browser.close().await.unwrap();
    told.unwrap();
    assert!(complaints.is_empty(), "the console says: {complaints:#?}");
    audit.then_nothing_is_serious();
}

async fn read_all(visit: &Visit, audit: &mut Audit) -> Outcome<()> {
    let mut missing = String::new();
    for (address, words) in PAGES {
        visit.open(address).await?;
        let shown = visit.page.text("main").await?;
        if !shown.to_lowercase().contains(&words.to_lowercase()) {
            missing.push_str(&format!("`{words}` is not on {address}\n"));
        }
        audit.look(&visit.page, address).await?;
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(missing))
    }
}
