//! Needles and pain on the body: by real taps, turned by WebGL and on pictures without it, and by keyboard.

use std::sync::Arc;

use filiform_knowledge::{Body, Figure, SkinPlace};
use filiform_testkit::browser::{Failure, Graphics, Outcome, Page};
use filiform_units::Side;

use crate::clinician::{Clinician, tell_with};

/// What a page with the body may weigh, compressed: the document and everything it loads.
const WEIGHT_MAX_BYTES: u64 = 600_000;

fn body() -> Arc<Body> {
    Body::embedded().unwrap()
}

fn point(code: &str, side: Side) -> SkinPlace {
    body().place(Figure::Female, code, side).unwrap()
}

impl Clinician {
    async fn given_a_session(&mut self) -> Outcome<()> {
        self.given_a_plan("knee_oa").await?;
        self.visit.answer_every_finding().await?;
        self.visit.agree().await?;
        self.visit.start_session().await
    }

    async fn when_tapping(&self, place: SkinPlace) -> Outcome<()> {
        let page = &self.visit.page;
        page.tap_skin(&body(), Figure::Female, place).await?;
        page.until(
            "words about the place",
            "document.querySelector('.body-said')?.textContent.includes('Nearest') \
             || document.querySelector('.body-choices button')",
        )
        .await
    }

    async fn when_choosing(&self, words: &str) -> Outcome<()> {
        let find = format!(
            "[...document.querySelectorAll('.body-choices button')].find((it) => it.textContent.trim() === {words:?})"
        );
        let page = &self.visit.page;
        page.until(&format!("the choice `{words}`"), &find).await?;
        page.evaluate(&format!("{find}.click()")).await.map(drop)
    }

    async fn when_placing(&self, depth_mm: &str) -> Outcome<()> {
        let page = &self.visit.page;
        page.fill("#tapped-depth_mm", depth_mm).await?;
        page.click("#tapped button[type=submit]").await?;
        page.body_ready().await.map(drop)
    }

    async fn placed(&self) -> Outcome<Vec<String>> {
        let text = self.visit.page.text(".needles-placed .needle-name").await?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    async fn said(&self) -> Outcome<String> {
        self.visit.page.text(".body-said").await
    }

    /// LI4 left, ST36 on both sides, and a free place on the outer side of the right thigh.
    async fn whole_placing(&mut self, expected: &str) -> Outcome<()> {
        self.given_a_session().await?;
        let kind = self.visit.page.body_ready().await?;
        assert_eq!(kind, expected);
        self.look("session with the body").await?;

        self.visit.page.body_view("Left hand").await?;
        self.visit.page.body_view("Back of the hand").await?;
        self.when_tapping(point("LI4", Side::Left)).await?;
        self.when_choosing("Place needle at LI4 left").await?;
        self.when_placing("10").await?;

        self.visit.page.body_view("Front").await?;
        for side in [Side::Left, Side::Right] {
            // On the side of the plan the dot of the planned needle takes the tap.
            let before = self.visit.needles_in().await?;
            self.visit
                .page
                .tap_skin(&body(), Figure::Female, point("ST36", side))
                .await?;
            if side == Side::Right {
                self.when_choosing("Place needle at ST36 right").await?;
                self.when_placing("15").await?;
            }
            let one_more = format!(
                "document.querySelector('.figures .big')?.textContent.trim() === '{}'",
                before + 1
            );
            self.visit.page.until("one needle more", &one_more).await?;
            self.visit.page.body_ready().await?;
        }

        let thigh = body()
            .middle_of_region("thigh-anterior", Side::Right)
            .unwrap();
        self.when_tapping(thigh).await?;
        self.when_choosing("Place needle here").await?;
        self.when_placing("12").await?;
        self.look("session with four needles on the body").await?;

        let placed = self.placed().await?;
        for expected in ["LI4 left", "ST36 left", "ST36 right"] {
            assert!(
                placed.iter().any(|it| it == expected),
                "no {expected} in {placed:?}"
            );
        }
        let free = placed.iter().find(|it| it.contains("mm from"));
        assert!(free.is_some_and(|it| it.ends_with("right")), "{placed:?}");
        assert_eq!(self.visit.needles_in().await?, 4);
        Ok(())
    }
}

#[tokio::test]
async fn needles_are_placed_by_taps_on_a_body_that_turns() {
    tell_with(Graphics::Software, async |clinician| {
        clinician.whole_placing("webgl").await
    })
    .await;
}

#[tokio::test]
async fn needles_are_placed_by_the_same_taps_on_pictures_without_webgl() {
    tell_with(Graphics::NoWebGl, async |clinician| {
        clinician.whole_placing("pictures").await
    })
    .await;
}

#[tokio::test]
async fn an_area_drawn_on_the_right_knee_reads_l3_and_l4() {
    tell_with(Graphics::Software, async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        clinician.visit.page.body_ready().await?;
        clinician.visit.page.click("main .plan-body a[href$='/drawing']").await?;
        let page = &clinician.visit.page;
        page.body_ready().await?;
        let body = body();
        let knee: Vec<SkinPlace> = ["EX-LE2", "ST35", "EX-LE4", "EX-LE2", "ST34", "SP10"]
            .into_iter()
            .map(|code| point(code, Side::Right))
            .collect();
        page.draw_on_skin(&body, Figure::Female, &knee).await?;
        page.until("something drawn", "document.querySelector('#drawing').value").await?;
        clinician.look("drawing").await?;
        let page = &clinician.visit.page;
        page.click("form.drawing > .actions button.primary").await?;
        page.body_ready().await?;
        let read = page.text(".drawn").await?;
        assert!(read.contains("right") && read.contains("knee"), "{read}");
        assert!(read.contains("L3") && read.contains("L4"), "{read}");
        assert!(!read.contains("left"), "{read}");

        // Undo takes the whole stroke back, and nothing is lost before it is saved.
        let stroke = [point("ST36", Side::Left), point("ST38", Side::Left)];
        let field = "document.querySelector('#drawing').value";
        let before = page.evaluate(field).await?;
        page.draw_on_skin(&body, Figure::Female, &stroke).await?;
        page.until("another area", &format!("{field} !== {before}")).await?;
        page.evaluate(
            "[...document.querySelectorAll('.body-live button')].find((it) => it.textContent.trim() === 'Undo').click()",
        )
        .await?;
        page.until("the drawing as before", &format!("{field} === {before}")).await
    })
    .await;
}

#[tokio::test]
async fn a_planned_needle_is_moved_and_taken_out_on_the_body() {
    tell_with(Graphics::Software, async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        clinician.visit.page.body_ready().await?;
        let planned = clinician.needles().await?;
        clinician.when_tapping(point("ST36", Side::Left)).await?;
        clinician.when_choosing("Move").await?;
        let calf = body().middle_of_region("leg-lateral", Side::Left).unwrap();
        let page = &clinician.visit.page;
        page.body_view("Left side").await?;
        page.tap_skin(&body(), Figure::Female, calf).await?;
        let moved = "document.querySelector('.plan-needles')?.textContent.includes('mm from')";
        page.until("the needle at its new place", moved).await?;
        page.body_ready().await?;
        let after = clinician.needles().await?;
        assert_eq!(after.len(), planned.len());
        assert!(
            after.iter().all(|it| !it.contains("ST36 left")),
            "{after:?}"
        );
        clinician.look("plan with a moved needle").await?;

        clinician.when_tapping(calf).await?;
        clinician.when_choosing("Remove").await?;
        let page = &clinician.visit.page;
        let gone = format!(
            "document.querySelectorAll('.plan-needles .needle-main').length === {}",
            planned.len() - 1
        );
        page.until("one needle less", &gone).await
    })
    .await;
}

#[tokio::test]
async fn a_place_is_found_and_a_needle_planned_by_keyboard_alone() {
    tell_with(Graphics::Software, async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let planned = clinician.needles().await?.len();
        let page = &clinician.visit.page;
        page.body_ready().await?;
        page.evaluate("document.querySelector('.body-surface').focus()")
            .await?;
        for key in ["1", "+", "+", "ArrowRight", "Enter"] {
            press_key(page, key).await?;
        }
        page.until(
            "words about the place",
            "document.querySelector('.body-choices button')",
        )
        .await?;
        let said = clinician.said().await?;
        assert!(said.contains("Skin:") || said.contains("Muscle:"), "{said}");
        clinician.look("plan with a place under the cross").await?;
        let page = &clinician.visit.page;
        page.evaluate("document.querySelector('.body-choices button:last-child').focus()")
            .await?;
        press_key(page, "Enter").await?;
        page.until(
            "the form of the place",
            "document.querySelector('#tapped:not([hidden])')",
        )
        .await?;
        page.click("#tapped button[type=submit]").await?;
        let after = clinician.needles().await?.len();
        assert_eq!(after, planned + 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_fingers_bring_the_body_nearer_and_one_turns_it() {
    tell_with(Graphics::Software, async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let page = &clinician.visit.page;
        page.body_ready().await?;
        let before = page.body_scale().await?;
        page.pinch(2.5).await?;
        page.until(
            "a nearer body",
            &format!(
                "Number(document.querySelector('.body-surface').dataset.rests.split(' ')[5]) > {before} * 1.5"
            ),
        )
        .await?;
        let across = [Side::Left, Side::Right]
            .map(|side| body().middle_of_region("abdomen-upper", side).unwrap());
        page.draw_on_skin(&body(), Figure::Female, &across).await?;
        let turned = "Number(document.querySelector('.body-surface').dataset.rests.split(' ')[0] || 0) !== 0";
        page.until("a turned body", turned).await
    })
    .await;
}

#[tokio::test]
async fn a_page_with_the_body_weighs_little() {
    tell_with(Graphics::Software, async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let page = &clinician.visit.page;
        let here = page.path().await?;
        page.evaluate("caches.keys()").await?;
        clinician.visit.open(&here).await?;
        let page = &clinician.visit.page;
        page.body_ready().await?;
        let sum = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] \
             .reduce((sum, it) => sum + it.encodedBodySize, 0)";
        let bytes = page.evaluate(sum).await?.as_u64().unwrap_or(0);
        let ready = "performance.getEntriesByName('body-ready')[0].startTime";
        let ready_ms = page.evaluate(ready).await?;
        println!("the plan weighs {bytes} bytes; its body is ready after {ready_ms} ms");
        if bytes == 0 || bytes > WEIGHT_MAX_BYTES {
            return Err(Failure::new(format!("the plan weighs {bytes} bytes")));
        }
        Ok(())
    })
    .await;
}

async fn press_key(page: &Page, key: &str) -> Outcome<()> {
    page.key(key).await?;
    page.until(
        "the body to rest",
        "document.querySelector('.body-surface')?.dataset.rests",
    )
    .await
}
