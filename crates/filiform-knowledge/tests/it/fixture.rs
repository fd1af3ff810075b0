//! A knowledge folder that is as small as one can be and still holds every kind of file.

mod records;

use std::collections::BTreeMap;

use filiform_knowledge::{Knowledge, LoadErrors};

/// A folder in memory.
pub(crate) type Files = BTreeMap<String, String>;

/// The smallest folder that loads.
pub(crate) fn files() -> Files {
    let files = FILES.iter().chain(records::FILES);
    files
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// The folder with one passage of one file changed.
pub(crate) fn with_change(path: &str, from: &str, to: &str) -> Files {
    let mut files = files();
    let text = files.get_mut(path).expect("the fixture has the file");
    assert!(text.contains(from), "{path} has no `{from}`");
    *text = text.replacen(from, to, 1);
    files
}

/// What the loader says about a folder.
pub(crate) fn messages(files: &Files) -> String {
    match Knowledge::load(files) {
        Ok(_) => "no problem".to_owned(),
        Err(errors) => errors.to_string(),
    }
}

/// The folder, loaded.
pub(crate) fn load(files: &Files) -> Result<Knowledge, LoadErrors> {
    Knowledge::load(files)
}

const FILES: &[(&str, &str)] = &[
    (
        "sources.csv",
        "id,citation,seen\ns-1,A study,abstract\ninstruments-1,A scale,table\n",
    ),
    (
        "anatomy/regions.csv",
        "region,name,zone,reach,continues_into\nknee,front of the knee,leg,supine;sitting,knee-posterior\n\
         knee-posterior,back of the knee,leg,prone;side-up,knee\n",
    ),
    (
        "anatomy/segments.csv",
        "segment,dermatome_area,key_sensory_point,key_muscles,key_movement,viscera_sympathetic,\
         parasympathetic,paraspinal_points,n_points_dermatome,n_points_myotome,verification,source\n\
         L3,front of the knee,,,knee extension,,,,1,1,from memory,our own words\n\
         L4,inner shin,,,ankle dorsiflexion,,,,1,1,from memory,our own words\n",
    ),
    (
        "anatomy/nerves.csv",
        "name,aliases,kind,segments,parent,muscles,skin_area,n_points,note,verification,source\n\
         femoral nerve,nervus femoralis,mixed,L3;L4,,rectus femoris,front of the thigh,1,,from memory,ours\n",
    ),
    (
        "anatomy/muscles.csv",
        "name,region,nerves,segments,main_segments,action,pain_referral,n_points,verification,source\n\
         rectus femoris,thigh,femoral nerve,L3;L4,L3,extends the knee,,1,from memory,ours\n",
    ),
    (
        "anatomy/points.csv",
        "code,pinyin,region,views,laterality,landmark_from,landmark_to,fraction,distance_bcun,direction,\
         lateral_bcun,landmark_note,muscles,deep_nerves,cutaneous_nerves,dermatome_segments,\
         paraspinal_segments,myotome_segments,vessels_at_risk,other_hazards,depth_min_mm,depth_max_mm,\
         angle,depth_basis,pregnancy_caution,pregnancy_class,trigger_or_motor,ea_pair_common,needles,\
         needled,confidence,tara_nerve_check,tara_trials,source\n\
         ST34,Liangqiu,knee,front,bilateral,patella,ASIS,,2,along the line,,,rectus femoris (tendon),\
         femoral nerve,femoral nerve,L3,,L3;L4,,joint-knee,12,25,perpendicular,ours,n,,,ST35,1,y,high,all,\
         1,from memory\n\
         ST35,Dubi,knee,front,bilateral,,,,,,,hollow beside the tendon,,,femoral nerve,L3,,,,joint-knee,12,\
         25,oblique or perpendicular,ours,n,,,,1,y,high,all,1,from memory\n\
         ST36,Zusanli,knee,front,bilateral,ST35,,,3,inferior,,,,,,L4,,,,,0,0,not needled,ours,n,,,,1,n,high,\
         all,0,from memory\n\
         BL40,Weizhong,knee-posterior,back,bilateral,,,,,,,middle of the crease,,,,L3,,,popliteal artery,,\
         5,15,perpendicular,ours,n,,,,1,y,high,all,0,from memory\n",
    ),
    (
        "anatomy/trials.csv",
        "tara_id,doi,year,condition,points,sham_points,technique,sessions,retention_min,schedule,ea_hz,\
         depth_mm,n_total,n_acupuncture,comparator,country,note,source\n\
         7,10.1/x,2004,\"osteoarthritis, knee\",ST35;ST36,,manual,8,20,,,,60,30,usual care,,,not read\n",
    ),
    (
        "screening/concepts.csv",
        "id,kind,name,question,stale_after_days,implies,icd10,snomed,terms,unless,status\n\
         pregnancy,problem,Pregnancy,Are you pregnant?,294,,O00-O9A;Z33;!Z33.2,77386006,pregnant,\
         not pregnant,M\n\
         anticoagulant,medicine,Anticoagulant,,,,,,,,M\n\
         M-VKA,medicine,Vitamin K antagonist,,,anticoagulant,,,,,M\n",
    ),
    (
        "screening/labs.csv",
        "id,name,loinc,unit,factors,status\ninr,INR,6301-6,{INR},{INR}=1;%=0.01,M\n",
    ),
    (
        "screening/medicines.csv",
        "name,classes,atc,rxnorm,brands,misspellings,washout_days,status\n\
         warfarin,M-VKA,B01AA03,11289,marevan;coumadin,warferin,7,M\n\
         phenprocoumon,M-VKA,B01AA04,,marcumar,,14,M\n",
    ),
    (
        "screening/medicine-classes.csv",
        "class,atc_stems,atc_except,generic_words,sets_off,status\n\
         M-VKA,B01AA,B01AA99,vitamin k antagonist,vka,V\n",
    ),
    ("screening/look-alikes.csv", "name,not\ncoumadin,avandia\n"),
    (
        "screening/route-exclusions.csv",
        "words,why,status\ncream,local use,M\n",
    ),
    (
        "screening/point-sets.csv",
        "id,members,why,status\n\
         PS-KNEE,ST34-ST36>20;region:knee,\"Over the joint\",M\n\
         PS-ALL,set:PS-KNEE;BL40,Everything,P\n",
    ),
    ("screening/rules/vka.md", RULE),
    ("screening/red-flags/rf-joint.md", RED_FLAG),
    ("conditions/knee_oa.md", CONDITION),
    ("outcomes/instruments/nprs.md", NPRS),
    ("outcomes/instruments/scale.md", SCALE),
    ("outcomes/working-rule.md", WORKING_RULE),
    (
        "outcomes/time-course.csv",
        "id,about,finding,conditions,status,policy,sources,version,reviewed\n\
         kept,durability,Half is kept for a year,knee_oa,V,n,s-1,1,not yet reviewed by a clinician\n",
    ),
    ("mechanisms/flow.md", MECHANISM),
    ("benefits/joints.md", BENEFIT),
    ("groups/knees.md", GROUP),
    ("course-rules/payer.md", COURSE_RULE),
];

const RULE: &str = r#"+++
id = "vka"
title = "Deep needling on a vitamin K antagonist"
severity = "stop"
technique = ["MA", "EA"]
status = "V"
policy = true
sources = ["s-1"]
version = 1
reviewed = "not yet reviewed by a clinician"
ask_when_unknown = true
question = "Do you take a blood thinner?"
action = "choose another point"

[scope]
within = ["PS-KNEE"]
deeper_than_mm = 10
angles = ["perpendicular"]
current = "one-leg"

[when]
any = [
  { concept = "M-VKA" },
  { recent = "M-VKA" },
  { all = [{ lab = { id = "inr", above = 3.0, max_age_days = 28 } }, { age = { at_least = 12 } }] },
  { not = { at_least = { count = 1, of = [{ sex = "female" }, { gestation = { below_weeks = 37 } }] } } },
]
+++
Why this holds, and who says “proven”.
"#;

const RED_FLAG: &str = r#"+++
id = "rf-joint"
title = "A hot joint"
urgency = "S"
suspect = "septic arthritis"
conditions = ["knee_oa"]
positive = "at_least_2"
status = "M"
policy = false
sources = ["s-1"]
version = 1
reviewed = { name = "A Clinician", on = "2026-11-24" }
action = "send to hospital today"

[[item]]
id = "hot"
ask = "Is the knee hot?"

[[item]]
id = "fever"
ask = "Do you have a fever?"
+++
Why it matters.
"#;

const CONDITION: &str = r#"+++
id = "knee_oa"
name = "Knee osteoarthritis"
plain = "A worn knee hurts."
sided = true
contested = false
limits = "effect real but small"
red_flags = ["rf-joint"]
instruments = ["nprs"]
trial_conditions = ["osteoarthritis, knee"]
points = ["ST35", "ST36"]
status = "M"
policy = false
sources = ["s-1"]
version = 1
reviewed = "not yet reviewed by a clinician"

[codes]
icd10 = ["M17.9"]
snomed = ["239873007"]

[vs_sham]
certainty = "moderate"
text = "a small difference"
sources = ["s-1"]

[vs_care]
certainty = "low"
text = "a larger difference"
sources = ["s-1"]

[dose]
sessions_min = 8
sessions_max = 12
per_week = 2
retention_min = 20
text = "usual dose in trials"

[dose.stimulation]
electrical = "used"
from_hz = 2
to_hz = 100
setting = "current"
status = "V2"
sources = ["s-1"]

[[dose.other_minutes]]
from = 40
to = 45
text = "One trial left them in for longer."

[[guideline]]
position = "against"
body = "A body 2022"
text = "Do not offer"
source = "s-1"

[[target]]
segment = "L3"
weight = 5

[[target]]
muscle = "rectus femoris"
weight = 3
+++
What a clinician should know.
"#;

const WORKING_RULE: &str = r#"+++
id = "working-rule"
responding_percent = 30
not_responding_percent = 15
first_check_sessions = 4
decision_sessions = 6
status = "P"
policy = true
sources = []
version = 1
reviewed = "not yet reviewed by a clinician"
text = "Responding from 30 % better."
+++
Clinic policy.
"#;

const NPRS: &str = r#"+++
id = "nprs"
name = "Pain"
better = "lower"
recall = "last 7 days"
main_score = "total"
status = "V"
policy = false
sources = ["instruments-1"]
version = 1
reviewed = "not yet reviewed by a clinician"

[licence]
tier = "A"
reason = "our own words"
wording = "own"

[[part]]
id = "pain"
answers = [0, 10]
texts = ["Average pain"]

[[score]]
id = "total"
name = "Pain"
parts = ["pain"]
method = "sum"
decimals = 0
range = [0, 10]
missing = { fill = "nothing", most = 0, status = "P" }

[[change]]
kind = "important"
points = 1.5
population = "many"

[[code]]
of = "score"
loinc = "72514-3"
+++
What a clinician should know.
"#;

const SCALE: &str = r#"+++
id = "scale"
name = "A scale with parts"
better = "higher"
recall = "last week"
main_score = "total"
status = "V"
policy = true
sources = ["instruments-1"]
version = 1
reviewed = "not yet reviewed by a clinician"

[licence]
tier = "C"
reason = "a licence is needed"
wording = "neutral"
status = "M"

[[part]]
id = "mood"
items = 3
answers = [0, 3]
reversed = [2]

[[part]]
id = "days"
items = 1
answers = [0, 31]
unit = "days"
optional = [1]

[[score]]
id = "mood"
name = "Mood"
parts = ["mood"]
method = "sum"
decimals = 0
range = [0, 9]
missing = { fill = "mean of answered", most = 1, status = "P" }

[[score]]
id = "days"
name = "Points for days"
items = [4]
method = "steps"
steps = [{ up_to = 7, points = 1 }, { below = 20, points = 2 }]
beyond = 3
decimals = 0
range = [1, 3]
missing = { fill = "nothing", most = 0 }

[[score]]
id = "total"
name = "Total"
scores = ["mood", "days"]
method = "sum of parts"
divide_by = [1, 2]
decimals = 1
range = [0.5, 10.5]

[[bands]]
score = "mood"
standing = "published"
band = [
  { from = 0, to = 4, name = "low" },
  { from = 5, to = 9, name = "high" },
]

[[limit]]
score = "mood"
at_least = 5
means = "look closer"
sensitivity_percent = [77, 88.5]

[[change]]
kind = "measurement error"
percent = 10
to = 20
population = "some"

[improved]
points = 2.5
status = "P"

[[check]]
items = [1, 4]
sum_at_most = 31
warning = "too many days"

[[safety]]
item = 3
at_least = 1
action = "a task at once"
when_blank = "ask"
+++
What a clinician should know.
"#;

const MECHANISM: &str = r#"+++
id = "flow"
claim = "improves blood flow"
verdict = "uncertain"
strength = ["D", "B"]
strength_note = "B near the needle, D elsewhere"
say = "a short-lived local increase"
contested = true
conditions = ["knee_oa"]
aim = "circulation and inflammation"
status = "V"
policy = false
sources = ["s-1"]
version = 1
reviewed = "not yet reviewed by a clinician"

[[finding]]
text = "more flow at the needle"
status = "V"
source = "s-1"

[[finding]]
text = "none at 50 mm"
status = "V2"
source = "s-1"
+++
Both sides.
"#;

const BENEFIT: &str = r#"+++
id = "joints"
name = "Pain of joints"
claim = "relieves pain"
verdict = "supported"
say = "may ease the pain a little"
contested = false
conditions = ["knee_oa"]
mechanisms = ["flow"]
status = "V"
policy = false
sources = ["s-1"]
version = 1
reviewed = "not yet reviewed by a clinician"
+++
Sham and care side by side.
"#;

const GROUP: &str = r#"+++
id = "knees"
name = "People with sore knees"
who = "people whose knees have hurt for long"
conditions = ["knee_oa"]
say = "it may help a little"
careful = "ask about blood thinners"
rules = ["vka", "rf-joint"]
status = "P"
policy = true
sources = []
version = 1
reviewed = "not yet reviewed by a clinician"
+++
Who they are.
"#;

const COURSE_RULE: &str = r#"+++
id = "payer"
name = "A payer's rule"
jurisdiction = "A country"
body = "A payer"
document = "Rule 1"
stance = "allows"
from = "2020-01-21"
until = "2030-01-01"
conditions = ["knee_oa"]
requires = ["no other cause"]
excludes = ["linked with surgery"]
stop_when = ["not improving", "worse"]
must_have_failed = ["exercise"]
who_may_needle = ["a doctor"]
inputs = ["onset", "visit dates"]
status = "V"
policy = false
sources = ["s-1"]
version = 1
reviewed = "not yet reviewed by a clinician"

[limits]
minimum_duration_days = 84
minimum_age_years = 16
first_block = { visits = 12, window_days = 90, window_min_days = 35 }
extension = { visits = 8, only_if = "improvement is shown" }
visits_per_year = 20
courses = 1
professional_hours = 5

[[unclear]]
setting = "improvement"
text = "what counts as improvement"
proposal = "30 %"
status = "M"
source = "s-1"
+++
The rule for a reader.
"#;
