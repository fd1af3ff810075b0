//! Needles, their stock, electrical settings, privileges.

use filiform_units::{Millimetres, NeedleGauge};

use super::{Known, columns};
use crate::load::files::Files;
use crate::load::names::Row;
use crate::load::problem::Problems;
use crate::load::rules::SEVERITIES;
use crate::load::scope::TECHNIQUES;
use crate::load::sheet::{Cells, Sheet};
use crate::records::Records;
use crate::{
    Decimal, ElectricalSetting, NeedleCheck, NeedleDiameter, NeedleFact, NeedleLength, Privilege,
    PrivilegeId, SettingRange, SettingUnit, Severity, StockField, StockKind, Technique,
};

const DIAMETERS: &[&str] = columns![
    "diameter_mm",
    "chinese_gauge",
    "japanese_number",
    "used_for"
];
const LENGTHS: &[&str] = columns!["length_mm"];
const FACTS: &[&str] = columns!["id", "name", "fact"];
const STOCK: &[&str] = columns!["field", "kind", "meaning"];
const CHECKS: &[&str] = columns!["id", "when", "severity", "margin_mm"];
const ELECTRICAL: &[&str] = columns!["id", "name", "from", "to", "unit", "feeling", "comment"];
const PRIVILEGES: &[&str] = columns!["id", "name", "what", "techniques", "places", "age_at_most"];

const KINDS: &[(&str, StockKind)] = &[
    ("text", StockKind::Text),
    ("digits", StockKind::Digits),
    ("date", StockKind::Date),
    ("mm", StockKind::Millimetres),
    ("hundredths of mm", StockKind::HundredthsOfMillimetre),
    ("yes or no", StockKind::YesNo),
];
const UNITS: &[(&str, SettingUnit)] = &[
    ("Hz", SettingUnit::Hertz),
    ("s", SettingUnit::Seconds),
    ("ms", SettingUnit::Milliseconds),
    ("mA", SettingUnit::Milliamperes),
    ("min", SettingUnit::Minutes),
    ("mm", SettingUnit::Millimetres),
];

/// The seven tables.
pub(super) struct Sheets {
    diameters: Sheet,
    lengths: Sheet,
    facts: Sheet,
    stock: Sheet,
    checks: Sheet,
    pub(super) electrical: Sheet,
    privileges: Sheet,
}

impl Sheets {
    pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Self {
        Self {
            diameters: Sheet::read(files, "session/needle-diameters.csv", DIAMETERS, problems),
            lengths: Sheet::read(files, "session/needle-lengths.csv", LENGTHS, problems),
            facts: Sheet::read(files, "session/needle-facts.csv", FACTS, problems),
            stock: Sheet::read(files, "session/stock-fields.csv", STOCK, problems),
            checks: Sheet::read(files, "session/needle-checks.csv", CHECKS, problems),
            electrical: Sheet::read(files, "session/electrical.csv", ELECTRICAL, problems),
            privileges: Sheet::read(files, "session/privileges.csv", PRIVILEGES, problems),
        }
    }

    pub(super) fn fill(&self, known: &Known<'_>, records: &mut Records, problems: &mut Problems) {
        for (sheet, what, column) in [
            (&self.diameters, "diameter", "diameter_mm"),
            (&self.lengths, "length", "length_mm"),
            (&self.facts, "fact", "id"),
            (&self.stock, "field", "field"),
            (&self.checks, "check", "id"),
            (&self.privileges, "privilege", "id"),
        ] {
            sheet.names::<Row>(what, column, problems);
            sheet.rows().for_each(|cells| cells.check_wording(problems));
        }
        for cells in self.diameters.rows() {
            records
                .needle_diameters
                .extend(diameter(cells, known, problems));
        }
        for cells in self.lengths.rows() {
            let length = millimetres(cells, "length_mm", problems);
            let provenance = cells.provenance(&known.index.sources, problems);
            records
                .needle_lengths
                .extend(length.map(|length| NeedleLength { length, provenance }));
        }
        for cells in self.facts.rows() {
            records.needle_facts.push(NeedleFact {
                id: cells.text("id").to_owned(),
                name: cells.required("name", problems).to_owned(),
                fact: cells.required("fact", problems).to_owned(),
                provenance: cells.provenance(&known.index.sources, problems),
            });
        }
        for cells in self.stock.rows() {
            let kind = cells.one_of("kind", KINDS, problems);
            records.stock_fields.push(StockField {
                field: cells.text("field").to_owned(),
                kind: kind.unwrap_or(StockKind::Text),
                meaning: cells.required("meaning", problems).to_owned(),
                provenance: cells.provenance(&known.index.sources, problems),
            });
        }
        for cells in self.checks.rows() {
            let severity = cells.one_of("severity", SEVERITIES, problems);
            records.needle_checks.push(NeedleCheck {
                id: cells.text("id").to_owned(),
                when: cells.required("when", problems).to_owned(),
                severity: severity.unwrap_or(Severity::Stop),
                margin: millimetres(cells, "margin_mm", problems),
                provenance: cells.provenance(&known.index.sources, problems),
            });
        }
        // The index has collected their names.
        for cells in self.electrical.rows() {
            cells.check_wording(problems);
            records.electrical_settings.push(ElectricalSetting {
                id: cells.text("id").to_owned(),
                name: cells.required("name", problems).to_owned(),
                range: range(cells, problems),
                feeling: cells.text("feeling").to_owned(),
                comment: cells.text("comment").to_owned(),
                provenance: cells.provenance(&known.index.sources, problems),
            });
        }
        for cells in self.privileges.rows() {
            records.privileges.push(privilege(cells, known, problems));
        }
    }
}

fn privilege(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> Privilege {
    let techniques = cells.one_of("techniques", TECHNIQUES, problems);
    Privilege {
        id: PrivilegeId::new(cells.text("id")),
        name: cells.required("name", problems).to_owned(),
        what: cells.required("what", problems).to_owned(),
        techniques: techniques.unwrap_or(&Technique::ALL).to_vec(),
        places: known.places(cells, "places", problems),
        age_at_most: cells.number("age_at_most", problems),
        provenance: cells.provenance(&known.index.sources, problems),
    }
}

fn millimetres(cells: Cells<'_>, column: &str, problems: &mut Problems) -> Option<Millimetres> {
    let mm: u32 = cells.number(column, problems)?;
    problems.check(cells.at(), Millimetres::new(mm))
}

fn diameter(
    cells: Cells<'_>,
    known: &Known<'_>,
    problems: &mut Problems,
) -> Option<NeedleDiameter> {
    let provenance = cells.provenance(&known.index.sources, problems);
    let mm = cells.decimal("diameter_mm", problems)?;
    let (digits, places) = mm.parts();
    let Some(rest) = 2_u32.checked_sub(u32::from(places)) else {
        problems.add(
            cells.at(),
            format!("`diameter_mm` is `{mm}`, with more than two places"),
        );
        return None;
    };
    let hundredths = u32::try_from(digits * 10_i64.pow(rest)).unwrap_or(0);
    let diameter = problems.check(cells.at(), NeedleGauge::new(hundredths))?;
    Some(NeedleDiameter {
        diameter,
        chinese_gauge: cells.text("chinese_gauge").to_owned(),
        japanese_number: cells.text("japanese_number").to_owned(),
        used_for: cells.required("used_for", problems).to_owned(),
        provenance,
    })
}

fn range(cells: Cells<'_>, problems: &mut Problems) -> Option<SettingRange> {
    let from = cells.decimal("from", problems);
    let to = cells.decimal("to", problems);
    if from.is_none() && cells.text("unit").is_empty() {
        return None;
    }
    let unit = cells.one_of("unit", UNITS, problems)?;
    let (Some(from), false) = (from, from.is_some_and(|it| it <= Decimal::whole(0))) else {
        problems.add(cells.at(), "a range begins above zero");
        return None;
    };
    if to.is_some_and(|to| to < from) {
        problems.add(cells.at(), "the range goes downwards");
    }
    Some(SettingRange { from, to, unit })
}
