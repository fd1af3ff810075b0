//! Points that a clinician never uses, and points that they always use.

use maud::{Markup, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::form::{Choice, Field, FormMeta, FormState, error_summary, segments, select};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Shell, document};
use crate::ui::parts::{empty, primary_button, quiet_link};

/// One wish about a point.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The point.
    pub point: String,
    /// The name of the point, or that it is gone.
    pub name: String,
    /// For what and on which side, in words.
    pub holds: String,
    /// The condition that is sent to remove it; empty for any.
    pub condition: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub since: String,
}

/// The points of a clinician.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// The visitor's part.
    pub shell: Shell,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was typed and what is wrong with it.
    pub state: FormState,
    /// Points that are never proposed.
    pub never: Vec<Wish>,
    /// Points that are always proposed.
    pub always: Vec<Wish>,
    /// The points that can be listed.
    pub points: Vec<Choice>,
    /// The conditions that can be chosen.
    pub conditions: Vec<Choice>,
}

impl Page for Preferences {
    const NAME: &'static str = "preferences";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Points I use",
            section: None,
            trail: None,
            patient: None,
            class: "is-protocols",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples()
    }
}

impl Preferences {
    fn body(&self) -> Markup {
        html! {
            div.page-head { h1 { "Points I use" } }
            p.lead { "What is proposed to you keeps to this list. It is yours alone: your habit, not evidence, and no stop gives way to it." }
            (error_summary(&self.state))
            section aria-labelledby="never" {
                h2 #never { "Never" span.quiet { " " (self.never.len()) } }
                (self.list(&self.never, "No point is ruled out", "A point listed here is never proposed to you. You can still add it to a plan by hand."))
            }
            section aria-labelledby="always" {
                h2 #always { "Always" span.quiet { " " (self.always.len()) } }
                (self.list(&self.always, "No point is always wanted", "A point listed here is proposed whenever the position allows it and nothing stops it."))
            }
            section aria-labelledby="add" {
                h2 #add { "Add a point" }
                (self.add())
            }
            div.actions { (quiet_link(paths::PROTOCOLS, "Protocols of the clinic", Icon::List)) }
        }
    }

    fn list(&self, wishes: &[Wish], title: &str, words: &str) -> Markup {
        html! {
            @if wishes.is_empty() { (empty(title, words, &html! {})) } @else {
                ul.needle-list { @for wish in wishes { (self.wish(wish)) } }
            }
        }
    }

    fn wish(&self, wish: &Wish) -> Markup {
        let key = format!("remove.{}.{}", wish.point, wish.condition);
        html! {
            li.needle {
                div.needle-main {
                    p.needle-name { strong { (wish.point) } span.quiet { (wish.name) } }
                    p { (wish.holds) }
                    p.quiet { (wish.reason) " · since " (wish.since) }
                }
                form method="post" action=(paths::REMOVE_PREFERENCE) {
                    (self.form.hidden(&key))
                    input type="hidden" name="point" value=(wish.point);
                    input type="hidden" name="condition" value=(wish.condition);
                    button.button.remove type="submit" aria-label={ "Remove " (wish.point) ", " (wish.holds) } {
                        (icon(Icon::Remove)) span { "Remove" }
                    }
                }
            }
        }
    }

    fn add(&self) -> Markup {
        let wishes = Choice::list(&[("never", "Never"), ("always", "Always")]);
        let sides = Choice::list(&[
            ("complaint", "Side of the complaint"),
            ("both", "Both sides"),
            ("midline", "Midline"),
        ]);
        html! {
            form.stack method="post" action=(paths::PREFERENCES) {
                (self.form.hidden("add"))
                div.field {
                    label for="point" { "Point" }
                    @if let Some(error) = self.state.error("point") {
                        p.error #point-error { (icon(Icon::Edit)) span { (error) } }
                    }
                    input #point name="point" list="points" autocomplete="off" required value=(self.state.value("point"))
                        aria-describedby=[self.state.error("point").map(|_| "point-error")];
                    datalist #points { @for point in &self.points { option value=(point.value) { (point.label) } } }
                }
                (segments("wish", "I use it", None, &wishes, &self.state))
                (segments("side", "Where, if always", Some("A complaint without a side of its own gets both."), &sides, &self.state))
                (select("condition", "For", &self.conditions, &self.state))
                (Field::text("reason", "Reason").hint("In a few words.").required().draw(&self.state))
                div.actions { (primary_button("Add to my list", Icon::Add)) }
            }
        }
    }
}

fn samples() -> Vec<(&'static str, Preferences)> {
    let never = Wish {
        point: "GB21".to_owned(),
        name: "Jianjing".to_owned(),
        holds: "for any condition".to_owned(),
        condition: String::new(),
        reason: "too near the lung for me".to_owned(),
        since: "24 November 2026".to_owned(),
    };
    let always = Wish {
        point: "ST36".to_owned(),
        name: "Zusanli".to_owned(),
        holds: "for knee osteoarthritis, on the side of the complaint".to_owned(),
        condition: "knee_oa".to_owned(),
        reason: "it serves me well".to_owned(),
        since: "24 November 2026".to_owned(),
    };
    let ordinary = Preferences {
        shell: sample::shell(),
        form: sample::form(),
        state: FormState::default(),
        never: vec![never],
        always: vec![always],
        points: Choice::list(&[("ST36", "Zusanli"), ("GB21", "Jianjing")]),
        conditions: Choice::list(&[("", "Any condition"), ("knee_oa", "Knee osteoarthritis")]),
    };
    let empty = Preferences {
        never: Vec::new(),
        always: Vec::new(),
        ..ordinary.clone()
    };
    let refused = Preferences {
        state: FormState::of(
            &[
                ("point", "GB21"),
                ("wish", "always"),
                ("side", "both"),
                ("condition", ""),
                ("reason", "it serves me well"),
            ],
            &[(
                "point",
                "`GB21` cannot be wanted never and always: `never` stands for any condition; remove that first.",
            )],
        ),
        ..ordinary.clone()
    };
    vec![
        ("ordinary", ordinary),
        ("empty", empty),
        ("refused", refused),
    ]
}
