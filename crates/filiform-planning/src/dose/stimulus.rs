//! Frequency and pulse of a current through needles.

use filiform_knowledge::{
    ConditionKey, Decimal, ElectricalSetting, FrequencyRange, Knowledge, SettingRange, SettingUnit,
    Verification,
};
use filiform_units::Hertz;

/// Id of the setting that holds where the evidence of the condition names no frequency.
const USUAL_FREQUENCY: &str = "low-frequency";
/// Id of the setting of the pulse.
const PULSE: &str = "pulse-width";

/// A current through needles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stimulus {
    /// Lowest and highest frequency.
    pub frequency: FrequencyRange,
    /// How the frequency was checked.
    pub frequency_checked: Verification,
    /// Name of the pattern in which both frequencies are given; `None`: any within the range.
    pub pattern: Option<String>,
    /// Usual width of a pulse.
    pub pulse: SettingRange,
    /// How the pulse was checked.
    pub pulse_checked: Verification,
    /// Where the frequency comes from.
    pub origin: StimulusOrigin,
}

/// Where a frequency comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StimulusOrigin {
    /// The evidence of the condition.
    Condition,
    /// The usual setting, since the evidence of the condition names none.
    UsualSetting,
}

/// The current for a condition; `None` when the tables hold no usual frequency or no pulse.
pub fn stimulus(knowledge: &Knowledge, condition: ConditionKey) -> Option<Stimulus> {
    let pulses = setting(knowledge, PULSE)?;
    let (pulse, pulse_checked) = (pulses.range?, pulses.provenance.verification);
    let evidence = knowledge.condition(condition).dose.stimulation.as_ref();
    if let Some((evidence, frequency)) = evidence.and_then(|it| Some((it, it.frequency?))) {
        let pattern = evidence.setting.as_deref();
        let pattern = pattern.and_then(|id| setting(knowledge, id));
        return Some(Stimulus {
            frequency,
            frequency_checked: evidence.mark.verification,
            pattern: pattern.map(|it| it.name.clone()),
            pulse,
            pulse_checked,
            origin: StimulusOrigin::Condition,
        });
    }
    let usually = setting(knowledge, USUAL_FREQUENCY)?;
    let usual = usually.range?;
    Some(Stimulus {
        frequency: FrequencyRange {
            from: hertz(usual, usual.from)?,
            to: hertz(usual, usual.to.unwrap_or(usual.from))?,
        },
        frequency_checked: usually.provenance.verification,
        pattern: None,
        pulse,
        pulse_checked,
        origin: StimulusOrigin::UsualSetting,
    })
}

/// A current in words with its marks: `2 to 4 Hz (from memory, not verified), pulses of 0.1 to 0.6 ms (from
/// memory, not verified)`.
pub fn stimulus_words(stimulus: &Stimulus) -> String {
    let FrequencyRange { from, to } = stimulus.frequency;
    let frequency = match &stimulus.pattern {
        Some(pattern) => pattern.clone(),
        None if from == to => from.to_string(),
        None => format!("{} to {to}", from.get()),
    };
    let pulse = match stimulus.pulse.to {
        Some(to) => format!("{} to {to} ms", stimulus.pulse.from),
        None => format!("{} ms or longer", stimulus.pulse.from),
    };
    let (of_frequency, of_pulse) = (
        stimulus.frequency_checked.words(),
        stimulus.pulse_checked.words(),
    );
    format!("{frequency} ({of_frequency}), pulses of {pulse} ({of_pulse})")
}

/// The electrical setting with this id, if the tables have it.
pub(crate) fn setting<'k>(knowledge: &'k Knowledge, id: &str) -> Option<&'k ElectricalSetting> {
    let settings = knowledge.electrical_settings().iter();
    settings.into_iter().find(|setting| setting.id == id)
}

fn hertz(range: SettingRange, value: Decimal) -> Option<Hertz> {
    if range.unit != SettingUnit::Hertz {
        return None;
    }
    Hertz::new(u32::try_from(value.to_whole()?).ok()?).ok()
}
