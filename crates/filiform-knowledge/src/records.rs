//! What the record of a session needs beyond points, rules and conditions.

use std::collections::HashMap;

use crate::{
    AdverseCode, AdverseEvent, AdverseScale, ConsentRisk, ElectricalSetting, Frequency,
    FrequencyWord, GradeExample, Hazard, Knowledge, NeedleCheck, NeedleDiameter, NeedleFact,
    NeedleLength, Place, PlainAbout, PlainWords, Principle, Privilege, PublishedRate, RiskId,
    ScaleLevel, StockField,
};

/// Hazards, adverse events, session, consent, patient words.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub(crate) principles: Vec<Principle>,
    pub(crate) hazards: Vec<Hazard>,
    pub(crate) hazards_of: HashMap<Place, Vec<usize>>,
    pub(crate) adverse_events: Vec<AdverseEvent>,
    pub(crate) scale_levels: Vec<ScaleLevel>,
    pub(crate) grade_examples: Vec<GradeExample>,
    pub(crate) rates: Vec<PublishedRate>,
    pub(crate) needle_diameters: Vec<NeedleDiameter>,
    pub(crate) needle_lengths: Vec<NeedleLength>,
    pub(crate) needle_facts: Vec<NeedleFact>,
    pub(crate) stock_fields: Vec<StockField>,
    pub(crate) needle_checks: Vec<NeedleCheck>,
    pub(crate) electrical_settings: Vec<ElectricalSetting>,
    pub(crate) privileges: Vec<Privilege>,
    pub(crate) risks: Vec<ConsentRisk>,
    pub(crate) frequency_words: Vec<FrequencyWord>,
    pub(crate) plain_words: Vec<PlainWords>,
}

macro_rules! lists {
    ($($list:ident: $row:ty, $what:literal;)+) => {$(
        #[doc = concat!("All ", $what, " in file order.")]
        pub fn $list(&self) -> &[$row] {
            &self.records.$list
        }
    )+};
}

impl Knowledge {
    lists! {
        principles: Principle, "rules of work and reckoning";
        hazards: Hazard, "hazards";
        adverse_events: AdverseEvent, "kinds of adverse event";
        grade_examples: GradeExample, "examples of grades";
        rates: PublishedRate, "published rates of adverse events";
        needle_diameters: NeedleDiameter, "needle diameters";
        needle_lengths: NeedleLength, "needle lengths";
        needle_facts: NeedleFact, "standards and facts about needles";
        stock_fields: StockField, "fields of the stock record";
        needle_checks: NeedleCheck, "checks of a needle";
        electrical_settings: ElectricalSetting, "electrical settings";
        privileges: Privilege, "privileges of clinicians";
        risks: ConsentRisk, "things that consent covers";
        frequency_words: FrequencyWord, "words for frequencies";
        plain_words: PlainWords, "plain words for patients";
    }

    /// The rule of work or reckoning with this id, if there is one.
    pub fn principle(&self, id: &str) -> Option<&Principle> {
        self.principles()
            .iter()
            .find(|principle| principle.id.as_str() == id)
    }

    /// The privilege with this id, if there is one.
    pub fn privilege(&self, id: &str) -> Option<&Privilege> {
        self.privileges()
            .iter()
            .find(|privilege| privilege.id.as_str() == id)
    }

    /// The hazards of a point, or of free sites in a region.
    pub fn hazards_of(&self, place: Place) -> impl Iterator<Item = &Hazard> {
        let rows = self.records.hazards_of.get(&place).into_iter().flatten();
        rows.filter_map(|row| self.records.hazards.get(*row))
    }

    /// The kind of adverse event with this code, if there is one.
    pub fn adverse_event(&self, code: &str) -> Option<&AdverseEvent> {
        self.adverse_events()
            .iter()
            .find(|event| event.code.as_str() == code)
    }

    /// The levels of a scale, in order.
    pub fn scale(&self, scale: AdverseScale) -> impl Iterator<Item = &ScaleLevel> {
        let levels = self.records.scale_levels.iter();
        levels.filter(move |level| level.scale == scale)
    }

    /// Published rates of an event.
    pub fn rates_of(&self, code: &AdverseCode) -> impl Iterator<Item = &PublishedRate> {
        let rates = self.records.rates.iter();
        rates.filter(move |rate| rate.codes.contains(code))
    }

    /// The risk or information with this id, if there is one.
    pub fn risk(&self, id: &str) -> Option<&ConsentRisk> {
        self.risks().iter().find(|risk| risk.id.as_str() == id)
    }

    /// The word for a frequency. Always print the number beside it.
    pub fn frequency_word(&self, frequency: &Frequency) -> Option<&FrequencyWord> {
        let words = self.records.frequency_words.iter();
        let mut words = words.filter(|word| {
            word.one_in
                .is_none_or(|one_in| frequency.is_at_least_one_in(one_in))
        });
        words.next()
    }

    /// The plain words of a risk.
    pub fn plain_words_of_risk(&self, id: &RiskId) -> Option<&PlainWords> {
        let mut words = self.plain_words().iter();
        words.find(|words| matches!(&words.about, PlainAbout::Risk(of) if of == id))
    }

    /// What to tell a patient about a risk: the plain words, then how often, each number in a sentence.
    pub fn plain_text_of_risk(&self, id: &RiskId) -> Option<String> {
        let words = self.plain_words_of_risk(id)?;
        let risk = self.risk(id.as_str())?;
        let often = risk.frequencies.iter().map(Frequency::sentence);
        let parts: Vec<String> = std::iter::once(words.text.clone()).chain(often).collect();
        Some(parts.join(" "))
    }

    /// The plain words of an adverse event.
    pub fn plain_words_of_event(&self, code: &AdverseCode) -> Option<&PlainWords> {
        let mut words = self.plain_words().iter();
        words.find(|words| matches!(&words.about, PlainAbout::Event(of) if of == code))
    }
}
