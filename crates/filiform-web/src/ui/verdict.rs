//! Verdicts: one fixed word, icon and colour for each level, and the findings behind them.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// How severe a finding is, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Do not do this here now.
    Stop,
    /// Discuss with, or refer to, somebody first.
    Refer,
    /// An answer is missing that could change the verdict.
    Ask,
    /// Go ahead with the change that is named.
    Caution,
    /// Worth knowing.
    Note,
    /// Nothing was found.
    None,
}

impl Level {
    /// Every level that carries a finding, the most severe first.
    pub const WITH_FINDINGS: [Self; 5] = [
        Self::Stop,
        Self::Refer,
        Self::Ask,
        Self::Caution,
        Self::Note,
    ];

    /// The fixed word of the level.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stop => "Stop",
            Self::Refer => "Refer",
            Self::Ask => "Ask",
            Self::Caution => "Caution",
            Self::Note => "Note",
            Self::None => "Clear",
        }
    }

    /// The class of the level in the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Refer => "refer",
            Self::Ask => "ask",
            Self::Caution => "caution",
            Self::Note => "note",
            Self::None => "clear",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Stop => Icon::Stop,
            Self::Refer => Icon::Refer,
            Self::Ask => Icon::Ask,
            Self::Caution => Icon::Caution,
            Self::Note => Icon::Note,
            Self::None => Icon::Clear,
        }
    }

    /// The word after a count, for example "2 cautions".
    fn counted(self, count: usize) -> String {
        let word = self.word().to_lowercase();
        match (self, count) {
            (Self::Stop | Self::Caution | Self::Note, 2..) => format!("{count} {word}s"),
            (Self::Ask, 1) => "1 question".to_owned(),
            (Self::Ask, _) => format!("{count} questions"),
            (Self::Refer, _) => format!("{count} to refer"),
            (Self::Stop | Self::Caution | Self::Note | Self::None, _) => format!("{count} {word}"),
        }
    }
}

/// A badge with the level's own word.
pub fn badge(level: Level) -> Markup {
    badge_with(level, level.word())
}

/// A badge with words of its own; the icon and the colour stay those of the level.
pub fn badge_with(level: Level, words: &str) -> Markup {
    html! {
        span.badge.{ "is-" (level.class()) } { (icon(level.icon())) span { (words) } }
    }
}

/// One thing a screen found, ready to be read.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The identifier of the rule, for example `FK-0001`.
    pub rule_id: String,
    /// How severe it is.
    pub level: Level,
    /// What the rule says, as a title.
    pub title: String,
    /// Why it applies to this person, in one sentence.
    pub why: String,
    /// The fact that triggered it and the line where that came from.
    pub fact_source: String,
    /// What to do.
    pub action: String,
    /// The way on, where one is known: a substitute, a shallower depth.
    pub alternative: Option<String>,
    /// The needles it is about; empty when it is about the whole plan.
    pub needles: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
    /// How well the source was checked: `V`, `V2`, `M` or `P`, with its meaning.
    pub status: String,
    /// Whether this is a policy of the clinic and not evidence.
    pub is_policy: bool,
    /// Whether the clinic wrote the rule itself, over the shipped one.
    pub is_local: bool,
    /// The recorded override, when there is one.
    pub overridden: Option<String>,
}

/// One finding, opened.
pub fn finding(finding: &Finding) -> Markup {
    let header = html! { header { (badge(finding.level)) h3 { (finding.title) } } };
    article(finding, &header, &html! {})
}

fn article(finding: &Finding, header: &Markup, way_on: &Markup) -> Markup {
    html! {
        article.finding.{ "is-" (finding.level.class()) } {
            (header)
            p.finding-why { (finding.why) }
            p.finding-action { strong { "Do: " } (finding.action) }
            @if let Some(alternative) = &finding.alternative { p { strong { "Instead: " } (alternative) } }
            @if !finding.needles.is_empty() {
                p { strong { "Needles: " } (finding.needles.join(", ")) }
            }
            @if let Some(reason) = &finding.overridden {
                p.overridden { (icon(Icon::Edit)) span { "Overridden: " (reason) } }
            }
            (way_on)
            dl.finding-source {
                @if !finding.fact_source.is_empty() { div { dt { "Fact" } dd { (finding.fact_source) } } }
                div {
                    dt { "Rule" }
                    dd { (finding.rule_id) @if finding.is_local { " " span.tag { "local policy" } } @else if finding.is_policy { " " span.tag { "clinic policy" } } }
                }
                div { dt { "Source" } dd { (finding.source) " (" (finding.status) ")" } }
            }
        }
    }
}

/// The strip of counts above a plan; each count opens to its findings. What stops or refers is
/// open already, and so is what has a way on.
pub fn strip(findings: &[Finding], way_on: &dyn Fn(&Finding) -> Option<Markup>) -> Markup {
    html! {
        section.verdicts aria-labelledby="verdict-heading" {
            h2 #verdict-heading { "Is it safe?" }
            @if findings.is_empty() {
                p.verdict-clear { (badge(Level::None)) span { "The screen found nothing against this plan." } }
            }
            @for level in Level::WITH_FINDINGS {
                @let of_level: Vec<&Finding> = findings.iter().filter(|f| f.level == level).collect();
                @if !of_level.is_empty() { (of_one_level(level, &of_level, way_on)) }
            }
        }
    }
}

fn of_one_level(
    level: Level,
    findings: &[&Finding],
    way_on: &dyn Fn(&Finding) -> Option<Markup>,
) -> Markup {
    let ways: Vec<Option<Markup>> = findings.iter().map(|finding| way_on(finding)).collect();
    let is_open = level <= Level::Refer || ways.iter().any(Option::is_some);
    let titles: Vec<&str> = findings
        .iter()
        .map(|finding| finding.title.as_str())
        .collect();
    html! {
        details.verdict.{ "is-" (level.class()) } open[is_open] {
            summary {
                (badge_with(level, &level.counted(findings.len())))
                span.verdict-titles { (titles.join(" · ")) }
                span.verdict-open { (icon(Icon::Open)) span { "Why" } }
            }
            div.verdict-findings {
                @for (one, way) in findings.iter().zip(ways) {
                    // The title of a lone finding stands in the summary already.
                    @let header = html! { @if findings.len() > 1 { h3 { (one.title) } } };
                    (article(one, &header, &way.unwrap_or_default()))
                }
            }
        }
    }
}
