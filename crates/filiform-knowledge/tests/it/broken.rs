//! A broken file is named, with its line, what is wrong and the way out.

use std::fmt::Write as _;

use crate::fixture::{files, messages, with_change};

/// File, passage, what stands there instead.
type Change = (&'static str, &'static str, &'static str);

fn said_about(changes: &[Change]) -> String {
    let mut said = String::new();
    for (path, from, to) in changes {
        let messages = messages(&with_change(path, from, to));
        writeln!(
            said,
            "`{}` -> `{}`\n{messages}\n",
            from.escape_debug(),
            to.escape_debug()
        )
        .unwrap();
    }
    said
}

#[test]
fn the_smallest_folder_loads() {
    assert_eq!(messages(&files()), "no problem");
}

#[test]
fn a_broken_point_is_named_with_its_line() {
    let points = "anatomy/points.csv";
    insta::assert_snapshot!(said_about(&[
        (points, "rectus femoris (tendon)", "rectus femori"),
        (
            points,
            "femoral nerve,femoral nerve,L3,",
            "nervus femoralis,femoral nerve,L9,"
        ),
        (points, "Liangqiu,knee,", "Liangqiu,kne,"),
        (points, ",12,25,perpendicular", ",12,250,perpendicular"),
        (points, ",12,25,perpendicular", ",,,perpendicular"),
        (points, ",12,25,perpendicular", ",25,12,perpendicular"),
        (points, "ST35,1,y", "ST53,0,yes"),
        (points, "\nST35,", "\nST34,"),
        (points, "pinyin", "pin yin"),
        (points, "all,0,from memory\n", "all,from memory\n"),
    ]));
}

#[test]
fn a_broken_table_of_anatomy_is_named_with_its_line() {
    insta::assert_snapshot!(said_about(&[
        ("anatomy/regions.csv", "leg,prone", "legs,lying"),
        ("anatomy/regions.csv", "side-up,knee", "side-up,nee"),
        ("anatomy/regions.csv", "side-up,knee", "side-up,"),
        ("anatomy/nerves.csv", "rectus femoris", "rectus fermoris"),
        ("anatomy/muscles.csv", "L3;L4,L3", "L3;L4,L2"),
        ("anatomy/muscles.csv", "L3;L4,L3", "L4,L3"),
        ("anatomy/segments.csv", "L4,inner shin", "L3,inner shin"),
        ("anatomy/trials.csv", "2004", "204"),
        ("anatomy/trials.csv", "ST35;ST36", "ST35;ST63"),
    ]));
}

#[test]
fn a_broken_concept_is_named_with_its_line() {
    let concepts = "screening/concepts.csv";
    insta::assert_snapshot!(said_about(&[
        (concepts, "pregnancy,problem", "pregnancy,disease"),
        (concepts, "77386006", "77386005"),
        (concepts, "O00-O9A", "O9A-O00"),
        (concepts, "Z33;", "Z3;"),
        (concepts, "pregnant,not", "Pregnant,not"),
        (
            concepts,
            "anticoagulant,medicine,Anticoagulant,,,,",
            "anticoagulant,medicine,Anticoagulant,,,M-VKA,"
        ),
        (concepts, ",,,anticoagulant,", ",,,anticoagulants,"),
    ]));
}

#[test]
fn a_broken_medicine_or_laboratory_value_is_named_with_its_line() {
    let medicines = "screening/medicines.csv";
    insta::assert_snapshot!(said_about(&[
        (medicines, "marcumar", "marevan"),
        (medicines, "marcumar", "phenprocoumon"),
        (medicines, "B01AA04", "B01AA4"),
        (medicines, "11289", "11-289"),
        (medicines, "M-VKA,B01AA03", "M-VAK,B01AA03"),
        (medicines, "M-VKA,B01AA03", "pregnancy,B01AA03"),
        (medicines, ",7,M", ",7000,M"),
        ("screening/medicine-classes.csv", "vka,V", "vkb,V"),
        (
            "screening/medicine-classes.csv",
            "vitamin k antagonist",
            "warfarin"
        ),
        ("screening/look-alikes.csv", "avandia", "warferin"),
        ("screening/labs.csv", "%=0.01", "%=none"),
        ("screening/labs.csv", "6301-6", "6301-6 "),
    ]));
}

#[test]
fn a_broken_point_set_is_named_with_its_line() {
    let sets = "screening/point-sets.csv";
    insta::assert_snapshot!(said_about(&[
        (sets, "ST34-ST36>20", "ST34-ST37>20"),
        (sets, "ST34-ST36>20", "ST36-ST34"),
        (sets, "ST34-ST36>20", "ST34>deep"),
        (sets, "ST34-ST36>20", "ST34>126"),
        (sets, "ST34-ST36>20", "set:PS-ALL"),
        (sets, "region:knee", "region:nee"),
        (sets, "set:PS-KNEE", "set:PS-KNE"),
        (sets, "Over the joint", "Heals faster"),
    ]));
}

#[test]
fn a_broken_rule_is_named_with_its_line() {
    let rule = "screening/rules/vka.md";
    insta::assert_snapshot!(said_about(&[
        (rule, "{ concept = \"M-VKA\" }", "{ concept = \"M-VAK\" }"),
        (rule, "\"vka\"", "\"vkb\""),
        (rule, "\"stop\"", "\"halt\""),
        (rule, "[\"MA\", \"EA\"]", "[\"MA\"]"),
        (rule, "[\"MA\", \"EA\"]", "[\"XX\"]"),
        (rule, "[\"s-1\"]", "[]"),
        (rule, "[\"s-1\"]", "[\"s-2\"]"),
        (rule, "question = \"Do you take a blood thinner?\"\n", ""),
        (rule, "deeper_than_mm = 10", "deeper_than_mm = 0"),
        (rule, "deeper_than_mm = 10", "deeper_then_mm = 10"),
        (rule, "\"PS-KNEE\"", "\"PS-NEE\""),
        (rule, "\"one-leg\"", "\"two-legs\""),
        (rule, "above = 3.0,", "above = 3.0, below = 2,"),
        (rule, "above = 3.0,", ""),
        (rule, "id = \"inr\"", "id = \"irn\""),
        (rule, "count = 1", "count = 3"),
        (rule, "recent = \"M-VKA\"", "recent = \"pregnancy\""),
        (rule, "recent = \"M-VKA\"", "not_asked = \"M-VKA\""),
        (rule, "recent = \"M-VKA\"", "which = [\"M-VKA\"]"),
        (rule, "recent = \"M-VKA\"", "ever = \"M-VAK\""),
        (rule, "sex = \"female\"", "sex = \"woman\""),
        (rule, "not = {", "nor = {"),
        (rule, "{ recent =", "{ xyzzy ="),
        (rule, "policy = true\n", ""),
        (rule, "version = 1\n", "version = 1\nversion = 2\n"),
        (rule, "version = 1", "version = \"one\""),
        (rule, "\"not yet reviewed by a clinician\"", "\"yes\""),
        (rule, "Why this holds", "It is proven\nthat it cures"),
        (rule, "title = \"Deep", "title = \"Detox"),
        (rule, "+++\n", "---\n"),
        (rule, "\n+++\nWhy this holds, and who says “proven”.", ""),
    ]));
}

#[test]
fn a_broken_red_flag_is_named_with_its_line() {
    let flag = "screening/red-flags/rf-joint.md";
    insta::assert_snapshot!(said_about(&[
        (flag, "\"knee_oa\"", "\"knee-oa\""),
        (flag, "urgency = \"S\"", "urgency = \"X\""),
        (flag, "at_least_2", "at_least_3"),
        (flag, "positive = \"at_least_2\"\n", ""),
        (flag, "id = \"fever\"", "id = \"hot\""),
        (flag, "status", "severity = \"caution\"\nstatus"),
        (flag, "2026-11-24", "2026-13-24"),
    ]));
}

#[test]
fn a_broken_condition_is_named_with_its_line() {
    let condition = "conditions/knee_oa.md";
    insta::assert_snapshot!(said_about(&[
        (condition, "\"rf-joint\"", "\"rf-joints\""),
        (condition, "\"nprs\"", "\"npsr\""),
        (
            condition,
            "\"osteoarthritis, knee\"",
            "\"osteoarthritis knee\""
        ),
        (condition, "\"ST35\"", "\"ST53\""),
        (condition, "\"moderate\"", "\"fair\""),
        (
            condition,
            "text = \"a small difference\"\nsources = [\"s-1\"]",
            "text = \"a small difference\""
        ),
        (condition, "sessions_max = 12", "sessions_max = 4"),
        (condition, "per_week = 2", "per_week = 9"),
        (condition, "retention_min = 20", "retention_min = 200"),
        (condition, "\"against\"", "\"maybe\""),
        (condition, "weight = 5", "weight = 11"),
        (condition, "segment = \"L3\"", "segment = \"L30\""),
        (
            condition,
            "segment = \"L3\"",
            "segment = \"L3\"\nmuscle = \"rectus femoris\""
        ),
        (condition, "239873007", "239873008"),
        (condition, "A worn knee hurts.", ""),
        (condition, "plain = \"A worn knee hurts.\"\n", ""),
        (condition, "contested = false\n", ""),
        (condition, "sessions_min = 8\n", ""),
        (condition, "a small difference", "it boosts"),
    ]));
}

#[test]
fn a_broken_stimulation_or_time_of_a_dose_is_named_with_its_line() {
    let condition = "conditions/knee_oa.md";
    insta::assert_snapshot!(said_about(&[
        (condition, "electrical = \"used\"", "electrical = \"yes\""),
        (condition, "from_hz = 2\n", ""),
        (condition, "from_hz = 2\nto_hz = 100\n", ""),
        (condition, "from_hz = 2", "from_hz = 200"),
        (condition, "to_hz = 100", "to_hz = 1000"),
        (condition, "setting = \"current\"", "setting = \"curent\""),
        (condition, "status = \"V2\"", "status = \"V3\""),
        (
            condition,
            "sources = [\"s-1\"]\n\n[[dose",
            "sources = [\"s-2\"]\n\n[[dose"
        ),
        (condition, "[dose.stimulation]", "[dose.current]"),
        (condition, "from = 40", "from = 50"),
        (condition, "to = 45", "to = 90"),
        (condition, "\"One trial left them in for longer.\"", "\" \""),
    ]));
}

#[test]
fn a_condition_without_a_known_dose_loads() {
    let numbers = "sessions_min = 8\nsessions_max = 12\nper_week = 2\nretention_min = 20\n";
    insta::assert_snapshot!(
        said_about(&[("conditions/knee_oa.md", numbers, "")]),
        @r"
    `sessions_min = 8\nsessions_max = 12\nper_week = 2\nretention_min = 20\n` -> ``
    no problem
    "
    );
}

#[test]
fn a_broken_mechanism_is_named_with_its_line() {
    let mechanism = "mechanisms/flow.md";
    insta::assert_snapshot!(said_about(&[
        (mechanism, "\"flow\"", "\"flows\""),
        (mechanism, "\"uncertain\"", "\"maybe\""),
        (mechanism, "[\"D\", \"B\"]", "[\"D\", \"E\"]"),
        (mechanism, "[\"D\", \"B\"]", "[\"A\", \"B\", \"C\"]"),
        (
            mechanism,
            "[\"D\", \"B\"]\nstrength_note = \"B near the needle, D elsewhere\"",
            "[]"
        ),
        (mechanism, "a short-lived local increase", " "),
        (mechanism, "\"knee_oa\"", "\"knee-oa\""),
        (mechanism, "circulation and inflammation", "circulation"),
        (mechanism, "status = \"V2\"", "status = \"X\""),
        (mechanism, "source = \"s-1\"", "source = \"s-2\""),
        (mechanism, "finding", "findings"),
        (mechanism, "more flow", "proven flow"),
    ]));
}

#[test]
fn a_broken_benefit_or_group_is_named_with_its_line() {
    let (benefit, group) = ("benefits/joints.md", "groups/knees.md");
    insta::assert_snapshot!(said_about(&[
        (benefit, "\"joints\"", "\"joint\""),
        (benefit, "\"supported\"", "\"true\""),
        (benefit, "[\"knee_oa\"]", "[]"),
        (benefit, "[\"knee_oa\"]", "[\"knee\"]"),
        (benefit, "[\"flow\"]", "[\"flown\"]"),
        (benefit, "relieves pain", ""),
        (benefit, "Sham and care", "It cures"),
        (benefit, "name = ", "title = "),
        (group, "\"knees\"", "\"knee\""),
        (group, "\"rf-joint\"", "\"rf-joints\""),
        (group, "ask about blood thinners", ""),
        (group, "it may help a little", ""),
        (group, "status = \"P\"", "status = \"M\""),
    ]));
}

#[test]
fn a_broken_course_rule_is_named_with_its_line() {
    let rule = "course-rules/payer.md";
    let limits = "[limits]\nminimum_duration_days = 84\nminimum_age_years = 16\n";
    insta::assert_snapshot!(said_about(&[
        (rule, "\"payer\"", "\"payers\""),
        (rule, "\"allows\"", "\"permits\""),
        (rule, "\"allows\"", "\"do not start\""),
        (rule, "\"allows\"", "\"not read\""),
        (rule, "from = \"2020-01-21\"\n", ""),
        (rule, "2020-01-21", "2020-13-21"),
        (rule, "2020-01-21", "202"),
        (rule, "2030-01-01", "2019-01-01"),
        (rule, "[\"knee_oa\"]", "[]"),
        (rule, "[\"knee_oa\"]", "[\"knee\"]"),
        (rule, "\"worse\"", "\"worst\""),
        (rule, "\"onset\"", "\"onsets\""),
        (rule, "visits = 12", "visits = 0"),
        (rule, "visits = 12", "visits = 30"),
        (rule, "window_min_days = 35", "window_min_days = 91"),
        (rule, "visits = 8", "visits = 0"),
        (rule, "improvement is shown", ""),
        (rule, limits, "[limits]\nminimum_duration_days = 0\n"),
        (rule, limits, "[limits]\nminimum_age_years = 131\n"),
        (rule, "courses = 1", "courses = 0"),
        (rule, "setting = \"improvement\"", "setting = \"\""),
        (rule, "source = \"s-1\"", "source = \"s-9\""),
    ]));
}

#[test]
fn a_course_rule_may_know_its_year_only_or_be_unread() {
    let rule = "course-rules/payer.md";
    let year = with_change(rule, "2020-01-21", "2012");
    assert_eq!(messages(&year), "no problem");
    let mut unread = files();
    let text = "+++\nid = \"payer\"\nname = \"A payer\"\njurisdiction = \"A country\"\n\
        body = \"A payer\"\ndocument = \"Rule 1\"\nstance = \"not read\"\nstatus = \"M\"\n\
        policy = false\nsources = [\"s-1\"]\nversion = 1\n\
        reviewed = \"not yet reviewed by a clinician\"\n+++\nNobody read it.\n";
    unread.insert(rule.to_owned(), text.to_owned());
    assert_eq!(messages(&unread), "no problem");
}

#[test]
fn a_broken_finding_on_time_is_named_with_its_line() {
    let table = "outcomes/time-course.csv";
    insta::assert_snapshot!(said_about(&[
        (table, "kept,durability", "kept,duration"),
        (table, "Half is kept", "It boosts"),
        (table, "Half is kept for a year", ""),
        (table, ",knee_oa,", ",knee,"),
        (table, ",s-1,", ",s-2,"),
        (table, ",s-1,", ",,"),
        (table, ",1,not", ",0,not"),
        (table, "not yet reviewed", "reviewed"),
        (table, "about,finding", "about,findings"),
    ]));
}

#[test]
fn a_broken_source_or_outcome_is_named_with_its_line() {
    insta::assert_snapshot!(said_about(&[
        ("sources.csv", "A study,abstract", "A study,"),
        ("sources.csv", "instruments-1", "instruments-2"),
        ("sources.csv", "A study,", "A study, by somebody,"),
        (
            "outcomes/working-rule.md",
            "not_responding_percent = 15",
            "not_responding_percent = 40"
        ),
        (
            "outcomes/working-rule.md",
            "first_check_sessions = 4",
            "first_check_sessions = 7"
        ),
    ]));
}

#[test]
fn a_broken_instrument_is_named_with_its_line() {
    let nprs = "outcomes/instruments/nprs.md";
    let scale = "outcomes/instruments/scale.md";
    insta::assert_snapshot!(said_about(&[
        (nprs, "id = \"nprs\"", "id = \"npr\""),
        (nprs, "\"lower\"", "\"down\""),
        (nprs, "tier = \"A\"", "tier = \"C\""),
        (nprs, "[\"Average pain\"]", "[]"),
        (nprs, "texts = [\"Average pain\"]", "items = 1"),
        (nprs, "answers = [0, 10]", "answers = [10, 0]"),
        (nprs, "main_score = \"total\"", "main_score = \"totl\""),
        (nprs, "parts = [\"pain\"]", "parts = [\"pian\"]"),
        (nprs, "\nparts = [\"pain\"]", ""),
        (nprs, "method = \"sum\"", "method = \"product\""),
        (nprs, "range = [0, 10]", "range = [10, 0]"),
        (nprs, "most = 0", "most = 1"),
        (nprs, "missing = {", "missing_rule = {"),
        (
            nprs,
            "\nmissing = { fill = \"nothing\", most = 0, status = \"P\" }",
            ""
        ),
        (nprs, "points = 1.5", "points = -1"),
        (nprs, "points = 1.5", "points = \"some\""),
        (nprs, "points = 1.5\n", ""),
        (nprs, "kind = \"important\"", "kind = \"large\""),
        (nprs, "72514-3", "72514"),
        (nprs, "of = \"score\"", "of = \"item\""),
        (nprs, "of = \"score\"", "of = \"item\"\nnumber = 2"),
        (nprs, "What a clinician should know.", "It cures."),
        (
            scale,
            "items = 3",
            "items = 3\ntexts = [\"a\", \"b\", \"c\"]"
        ),
        (scale, "reversed = [2]", "reversed = [4]"),
        (scale, "reversed = [2]", "weights = [1, 2]"),
        (scale, "reversed = [2]", "worth = [1, 2]"),
        (scale, "reversed = [2]", "answer_texts = [\"no\", \"yes\"]"),
        (scale, "unit = \"days\"", "unit = \"day\""),
        (scale, "id = \"days\"\nitems", "id = \"mood\"\nitems"),
        (scale, "items = [4]", "items = [5]"),
        (scale, "items = [4]", "items = [3, 4]"),
        (scale, "up_to = 7,", "up_to = 70,"),
        (scale, "up_to = 7,", "up_to = 7, below = 8,"),
        (scale, "beyond = 3\n", ""),
        (scale, "divide_by = [1, 2]", "divide_by = [1]"),
        (
            scale,
            "scores = [\"mood\", \"days\"]",
            "scores = [\"mood\", \"total\"]"
        ),
        (scale, "from = 5", "from = 6"),
        (scale, "to = 9", "to = 8"),
        (scale, "at_least = 5\n", ""),
        (scale, "88.5", "188"),
        (scale, "points = 2.5\n", ""),
        (scale, "items = [1, 4]", "items = [1, 7]"),
        (scale, "at_least = 1", "at_least = 4"),
    ]));
}

#[test]
fn a_broken_hazard_is_named_with_its_line() {
    let hazards = "anatomy/hazards.csv";
    let limits = "anatomy/hazard-limits.csv";
    let measures = "anatomy/hazard-measures.csv";
    insta::assert_snapshot!(said_about(&[
        (hazards, "ST34-ST36", "ST34-ST37"),
        (hazards, "region:knee", "region:nee"),
        (hazards, "popliteal artery", ""),
        (hazards, "shallow", "proven"),
        (hazards, "\nknee-vessels", "\nknee-vessel"),
        (hazards, ",V,y,s-1,1", ",V,y,,1"),
        (hazards, ",V,y,s-1,1", ",X,yes,s-9,0"),
        (limits, "perpendicular", "straight"),
        (limits, "depth,15", "depth,"),
        (limits, "depth,15", "depth,150"),
        (limits, "depth,8,12", "depth,8,7"),
        (limits, "bone,", "bone,7"),
        (limits, "bone", "bones"),
        (limits, "ST35", "BL40"),
        (measures, "mean", "average"),
        (measures, "21.5,23", "23,21.5"),
        (measures, "21.5", "deep"),
        (measures, "percent,,,,n", "percent,,,,y"),
        (measures, "57", "many"),
    ]));
}

#[test]
fn a_broken_table_of_adverse_events_is_named_with_its_line() {
    let codes = "adverse-events/codes.csv";
    let scales = "adverse-events/scales.csv";
    let examples = "adverse-events/grade-examples.csv";
    let rates = "adverse-events/rates.csv";
    insta::assert_snapshot!(said_about(&[
        (codes, "AE-SYNC", "SYNC"),
        (codes, "systemic,uncommon", "general,rarely"),
        (codes, ",y,faint,", ",maybe,fainted,"),
        (codes, "A Name, 2026-11-24", "A Name"),
        (scales, "grade,2,2", "grade,2,3"),
        (scales, "onset", "on-set"),
        (examples, "AE-SYNC,recovered,2", "AE-SYNK,recovered,6"),
        (rates, "AE-SYNC", "AE-SYNK"),
        (rates, "3,1000", "3000,1000"),
        (
            rates,
            "3,1000,treatment,0.3,100,0.1,0.9",
            "3,,treatment,,,,"
        ),
        (rates, "0.3,100", "0.3,"),
        (rates, "0.1,0.9", "0.4,0.9"),
        (rates, "0.1,0.9", "0.1,"),
        (rates, "treatment", "session"),
        (rates, "patient", "somebody"),
    ]));
}

#[test]
fn a_broken_table_of_the_session_is_named_with_its_line() {
    insta::assert_snapshot!(said_about(&[
        ("session/needle-diameters.csv", "0.20", "0.90"),
        ("session/needle-diameters.csv", "0.20", "0.205"),
        ("session/needle-diameters.csv", "0.20", "thin"),
        ("session/needle-lengths.csv", "\n40", "\n400"),
        ("session/needle-facts.csv", "sterile", ""),
        ("session/stock-fields.csv", "lot,text", "lot,words"),
        ("session/needle-checks.csv", "stop,5", "halt,500"),
        ("session/privileges.csv", "needles at the knee", ""),
        ("session/privileges.csv", "ALL", "everything"),
        ("session/privileges.csv", "set:PS-KNEE", "set:PS-ELBOW"),
        ("session/privileges.csv", "15,P", "young,P"),
        ("session/electrical.csv", "0.5,3,mA", "5,3,mA"),
        ("session/electrical.csv", "0.5,3,mA", "0,3,A"),
        ("session/electrical.csv", "0.5,3,mA", ",3,mA"),
        (
            "session/principles/faint.md",
            "id = \"faint\"",
            "id = \"fainting\""
        ),
        ("session/principles/faint.md", "to = 20", "to = 5"),
        (
            "session/principles/faint.md",
            "from = 10",
            "from = \"some\""
        ),
        (
            "session/principles/faint.md",
            "unit = \"min\"",
            "unit = \"\""
        ),
        ("session/principles/faint.md", "Lay flat.", "Detox."),
    ]));
}

#[test]
fn a_broken_table_of_consent_is_named_with_its_line() {
    let risks = "consent/risks.csv";
    let frequencies = "consent/frequencies.csv";
    let words = "consent/frequency-words.csv";
    let plain = "plain/words.csv";
    insta::assert_snapshot!(said_about(&[
        (risks, "risk,dizziness", "danger,dizziness"),
        (risks, "AE-SYNC", "AE-SYNK"),
        (risks, "ALL", "XX"),
        (risks, "ALL", ""),
        (risks, "set:PS-KNEE", "set:PS-NEE"),
        (risks, "pregnancy", "pregnant"),
        (frequencies, "faint,about", "fainting,about"),
        (frequencies, "1,3,100", "3,1,100"),
        (frequencies, "1,3,100", "1,300,100"),
        (frequencies, "about,1", "circa,1"),
        (frequencies, "people over a course", "people"),
        (words, "common,100", "common,10000"),
        (words, "rare,", "rare,10000"),
        (plain, "risk,faint", "risk,fainting"),
        (plain, "event,AE-SYNC", "event,AE-SYNK"),
        (plain, "step,1", "step,one"),
        (plain, "step,1", "stage,1"),
        (plain, "rf-joint", ""),
        (plain, "rf-joint", "rf-joints"),
        (plain, "We talk.,,", "We talk.,pregnancy,"),
        (plain, "event,AE-SYNC", "risk,faint"),
        (plain, "You may feel faint.", "It boosts you."),
    ]));
}

#[test]
fn all_problems_are_told_at_once_and_in_order() {
    let mut files = files();
    files.remove("sources.csv");
    files.insert("screening/medicine.csv".to_owned(), String::new());
    let trials = files.get_mut("anatomy/trials.csv").unwrap();
    *trials = trials.replace("ST35;ST36", "ST53;ST63");
    insta::assert_snapshot!(messages(&files));
}
