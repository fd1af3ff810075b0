//! What went wrong, why, and the way on.

use maud::{Markup, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::icon::Icon;
use crate::ui::layout::{Frame, Shell, document};
use crate::ui::parts::primary_link;

/// The kinds of error page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 400: the request cannot be read.
    Unreadable {
        /// What is wrong with it.
        reason: String,
        /// What to do instead.
        remedy: String,
    },
    /// 403: the form does not carry the visitor's token.
    ForeignForm,
    /// 403: the visitor may not do this.
    NotAllowed {
        /// What would be needed.
        reason: String,
    },
    /// 404: there is nothing here.
    NotFound,
    /// 409: the record changed while the page was open.
    Stale {
        /// The page to reload.
        href: String,
    },
    /// 413: what was sent is too large.
    TooLarge {
        /// The limit in words, for example "32 MB".
        limit: String,
    },
    /// 500: our mistake.
    Ours {
        /// The id under which the log has the details.
        reference: String,
    },
}

/// An error page.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// The visitor's part.
    pub shell: Shell,
    /// What went wrong.
    pub kind: Kind,
}

struct Words<'a> {
    status: u16,
    title: &'a str,
    what: &'a str,
    remedy: String,
    link: (&'a str, &'a str, Icon),
}

impl Kind {
    /// The HTTP status of the page.
    pub fn status(&self) -> u16 {
        self.words().status
    }

    fn words(&self) -> Words<'_> {
        const HOME: (&str, &str, Icon) = (paths::TODAY, "Go to today", Icon::Today);
        let words = |status, title, what, remedy: &str, link| Words {
            status,
            title,
            what,
            remedy: remedy.to_owned(),
            link,
        };
        match self {
            Self::Unreadable { reason, remedy } => {
                words(400, "This could not be read", reason, remedy, HOME)
            }
            Self::ForeignForm => words(
                403,
                "This form is too old",
                "The form was opened before you last signed in, or came from another site. Nothing was saved.",
                "Open the page again and repeat the last step.",
                HOME,
            ),
            Self::NotAllowed { reason } => words(
                403,
                "This is not open to you",
                reason,
                "Ask the clinic's manager.",
                HOME,
            ),
            Self::NotFound => words(
                404,
                "There is nothing here",
                "The address is wrong, or the record belongs to another clinic.",
                "Look for the patient by name.",
                (paths::PATIENTS, "Find a patient", Icon::Search),
            ),
            Self::Stale { href } => words(
                409,
                "The record has changed since you opened it",
                "Somebody else, or another window, saved first. Your last step was not saved.",
                "Reload the page to see what changed, then repeat the step.",
                (href, "Reload and see what changed", Icon::Reload),
            ),
            Self::TooLarge { limit } => Words {
                status: 413,
                title: "The file is too large",
                what: "Nothing was read.",
                remedy: format!(
                    "Filiform takes up to {limit} at once. Split the export and send the parts one by one."
                ),
                link: (paths::IMPORT, "Back to import", Icon::Upload),
            },
            Self::Ours { reference } => Words {
                status: 500,
                title: "Filiform made a mistake",
                what: "The last step was not saved. What was saved before is safe.",
                remedy: format!(
                    "Try once more. If it happens again, report reference {reference}."
                ),
                link: HOME,
            },
        }
    }
}

impl Page for ErrorPage {
    const NAME: &'static str = "error";

    fn draw(&self) -> Markup {
        let words = self.kind.words();
        let frame = Frame {
            shell: &self.shell,
            title: words.title,
            section: None,
            trail: None,
            patient: None,
            class: "is-narrow",
        };
        let (href, link, drawing) = words.link;
        let main = html! {
            p.quiet.error-code { "Error " (words.status) }
            h1 { (words.title) }
            p.lead { (words.what) }
            p { (words.remedy) }
            div.actions { (primary_link(href, link, drawing)) }
        };
        document(&frame, &main)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let of = |kind| Self {
            shell: sample::shell(),
            kind,
        };
        vec![
            (
                "400",
                of(Kind::Unreadable {
                    reason: "The depth `12,5` is not a whole number of millimetres.".to_owned(),
                    remedy: "Go back and write a whole number from 1 to 125.".to_owned(),
                }),
            ),
            ("403-form", of(Kind::ForeignForm)),
            (
                "403-role",
                of(Kind::NotAllowed {
                    reason: "Only a practitioner can agree a plan.".to_owned(),
                }),
            ),
            ("404", of(Kind::NotFound)),
            (
                "409",
                of(Kind::Stale {
                    href: paths::plan("c-1"),
                }),
            ),
            (
                "413",
                of(Kind::TooLarge {
                    limit: "32 MB".to_owned(),
                }),
            ),
            (
                "500",
                of(Kind::Ours {
                    reference: "0192f0c1".to_owned(),
                }),
            ),
        ]
    }
}
