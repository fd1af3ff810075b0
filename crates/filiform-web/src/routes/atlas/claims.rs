//! What acupuncture can and cannot do.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use filiform_knowledge::{ClaimVerdict, Kind, Knowledge, Search};

use crate::pages::claims::{Claim, Claims, Verdict};
use crate::paths;
use crate::routes::state::WebState;
use crate::routes::visitor::Visitor;
use crate::routes::{show as answer, view};

/// Every claim with its answer.
pub(crate) async fn show(State(state): State<WebState>, visitor: Visitor) -> Response<Body> {
    let knowledge = state.app.knowledge();
    answer::page(&Claims {
        shell: answer::shell(&visitor),
        benefits: benefits(knowledge),
        mechanisms: mechanisms(knowledge),
    })
}

fn benefits(knowledge: &Knowledge) -> Vec<Claim> {
    let benefits = knowledge.benefits().iter();
    benefits
        .map(|(_, benefit)| {
            let conditions = benefit.conditions.iter().map(|key| {
                let condition = knowledge.condition(*key);
                let href = address(Kind::Condition, condition.id.as_str());
                let pair = view::evidence(knowledge, condition);
                (condition.name.clone(), href, pair)
            });
            Claim {
                href: address(Kind::Benefit, benefit.id.as_str()),
                name: benefit.name.clone(),
                claim: benefit.claim.clone(),
                verdict: verdict(benefit.verdict),
                say: benefit.say.clone(),
                strength: String::new(),
                conditions: conditions.collect(),
            }
        })
        .collect()
}

fn mechanisms(knowledge: &Knowledge) -> Vec<Claim> {
    let mechanisms = knowledge.mechanisms().iter();
    mechanisms
        .map(|(_, mechanism)| {
            let strengths = mechanism.strengths.iter();
            let strengths: Vec<String> = strengths
                .map(|it| format!("{}: {}", it.letter(), it.words()))
                .collect();
            Claim {
                href: address(Kind::Mechanism, mechanism.id.as_str()),
                name: String::new(),
                claim: mechanism.claim.clone(),
                verdict: verdict(mechanism.verdict),
                say: mechanism.say.clone(),
                strength: strengths.join("; "),
                conditions: Vec::new(),
            }
        })
        .collect()
}

fn address(kind: Kind, id: &str) -> String {
    paths::atlas_entry(kind.as_str(), &Search::slug(id))
}

const fn verdict(verdict: ClaimVerdict) -> Verdict {
    match verdict {
        ClaimVerdict::Supported => Verdict::Supported,
        ClaimVerdict::Uncertain => Verdict::Uncertain,
        ClaimVerdict::NotSupported => Verdict::NotSupported,
    }
}
