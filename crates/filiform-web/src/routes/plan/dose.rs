//! The dose of a plan in words and figures.

use filiform_app::{App, PlanView};
use filiform_knowledge::{ConditionKey, FrequencyRange};
use filiform_planning::dose::{
    CountedDose, PRINCIPLE, ProposedStimulation, SessionPlan, counted_dose, note, proposed_dose,
    stimulus_words,
};

use crate::pages::plan::DoseWords;

pub(super) fn dose(app: &App, view: &PlanView) -> DoseWords {
    let knowledge = app.knowledge();
    let complaint = view.course.course.complaint.as_ref();
    let condition = complaint.and_then(|it| knowledge.condition_key(it.condition.as_str()));
    let principle = knowledge.principle(PRINCIPLE);
    let mut words = DoseWords {
        usual: view.proposal.dose.text.clone(),
        figures: figures(app, view),
        principle: principle.map_or_else(String::new, |principle| principle.text.clone()),
        ..DoseWords::default()
    };
    if let Some(condition) = condition {
        let proposed = proposed_dose(knowledge, condition);
        words.notes = proposed.notes.iter().map(note).collect();
        words.stimulation = stimulation(&proposed.stimulation);
    }
    words
}

fn stimulation(stimulation: &ProposedStimulation) -> String {
    match stimulation {
        ProposedStimulation::Manual => String::new(),
        ProposedStimulation::Electrical { stimulus, minutes } => format!(
            "The trials that give this dose used current: {}, {minutes}. A plan begins by hand; join needles for current to follow them.",
            stimulus_words(stimulus)
        ),
    }
}

fn figures(app: &App, view: &PlanView) -> Vec<(&'static str, String)> {
    let conditions: Vec<ConditionKey> = view
        .course
        .course
        .complaint
        .as_ref()
        .map_or_else(Vec::new, |complaint| complaint.conditions(app.knowledge()));
    let plan = &view.plan;
    let Ok(resolved) = plan.to_screen(app.knowledge(), &conditions) else {
        return Vec::new();
    };
    if resolved.needles.is_empty() {
        return Vec::new();
    }
    let pairs = plan.pairs.iter();
    let frequencies: Vec<FrequencyRange> = pairs
        .map(|pair| FrequencyRange {
            from: pair.frequency,
            to: pair.frequency,
        })
        .collect();
    let counted = counted_dose(&SessionPlan {
        needles: &resolved.needles,
        frequencies: &frequencies,
        retention: plan.retention,
        current: plan.retention,
        sessions: plan.sessions,
        per_week: plan.per_week,
    });
    in_words(&counted)
}

fn in_words(dose: &CountedDose) -> Vec<(&'static str, String)> {
    let mut figures = vec![
        ("Needles", dose.needles.to_string()),
        ("With current", dose.electrical.to_string()),
    ];
    if let Some(mean) = dose.mean_depth_mm {
        let depth = format!("{mean:.0} mm on average, {} in all", dose.summed_depth);
        figures.push(("Planned depth", depth));
    }
    if let Some(FrequencyRange { from, to }) = dose.frequency {
        let frequency = if from == to {
            from.to_string()
        } else {
            format!("{} to {to}", from.get())
        };
        figures.push(("Frequency", frequency));
        figures.push(("Current runs at most", dose.current.to_string()));
    }
    let weeks = match dose.weeks {
        1 => "1 week".to_owned(),
        weeks => format!("{weeks} weeks"),
    };
    figures.extend([
        ("A session", dose.needle_minutes.to_string()),
        ("A week", dose.needle_minutes_a_week.to_string()),
        (
            "The course",
            format!("{} in {weeks}", dose.needle_minutes_of_course),
        ),
    ]);
    figures
}
