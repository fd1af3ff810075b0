//! Words that say something about a concept nearby: not, stopped, mother, planned.

use crate::words::Words;

/// Denies what follows.
pub(crate) const NEGATES: u64 = 1;
/// Denies what stands before it, at the end of a clause.
pub(crate) const DENIED: u64 = 1 << 1;
/// Ends what follows.
pub(crate) const ENDS: u64 = 1 << 2;
/// Ends what stands before it.
pub(crate) const ENDED: u64 = 1 << 3;
/// Begins again what ended.
pub(crate) const AGAIN: u64 = 1 << 4;
/// Somebody else.
pub(crate) const RELATIVE: u64 = 1 << 5;
/// An allergy to what follows, or of what stands before it.
pub(crate) const ALLERGY: u64 = 1 << 6;
/// Planned, not begun.
pub(crate) const PLANS: u64 = 1 << 7;
/// Suspected, not established.
pub(crate) const SUSPECTS: u64 = 1 << 8;
/// Not the thing itself, when it stands before: screening, risk, prevention.
pub(crate) const ABOUT: u64 = 1 << 9;
/// Not the thing itself, when it stands behind: prophylaxis, vaccine, induced, eluting.
pub(crate) const ABOUT_AFTER: u64 = 1 << 10;
/// Takes out what follows or stands before it.
pub(crate) const REMOVES: u64 = 1 << 11;
/// Left.
pub(crate) const LEFT: u64 = 1 << 12;
/// Right.
pub(crate) const RIGHT: u64 = 1 << 13;
/// Both sides.
pub(crate) const BOTH: u64 = 1 << 14;
/// May stand between a cue and its concept.
pub(crate) const FILLER: u64 = 1 << 15;
/// Joins items of a list under one denial.
pub(crate) const OR: u64 = 1 << 16;
/// Begins a clause.
pub(crate) const CLAUSE: u64 = 1 << 17;
/// May stand between an allergy and its substance.
pub(crate) const ALLERGY_FILLER: u64 = 1 << 18;
/// `change`, `switch`: with `from`, `to`, `by`, `with`.
pub(crate) const CHANGES: u64 = 1 << 19;
/// `from`.
pub(crate) const FROM: u64 = 1 << 20;
/// `to`, `by`, `with`, `for` behind a change.
pub(crate) const TOWARDS: u64 = 1 << 21;
/// `will`, `to`, `next`: turn a verb into a plan.
pub(crate) const FUTURE: u64 = 1 << 22;
/// `start`, `begin`.
pub(crate) const STARTS: u64 = 1 << 23;
/// `instead`, `rather`.
pub(crate) const INSTEAD: u64 = 1 << 24;
/// `was`, `had`, `used`: with `on` or `taking` an ending.
pub(crate) const WAS: u64 = 1 << 25;
/// `on`, `taking`.
pub(crate) const ON: u64 = 1 << 26;
/// Examines, without saying that the thing is there.
pub(crate) const EXAMINES: u64 = 1 << 27;
/// Words after `left` and `right` that make them the name of an organ.
pub(crate) const ORGAN: u64 = 1 << 28;
/// Forms and sites of local use.
pub(crate) const LOCAL: u64 = 1 << 29;
/// A name that is a relative or a person only when it stands alone: `family`.
pub(crate) const HISTORY: u64 = 1 << 30;
/// Fits a device again.
pub(crate) const REFITS: u64 = 1 << 31;
/// Forms that reach the whole body.
pub(crate) const SYSTEMIC: u64 = 1 << 32;
/// `of`, `for`, `from`.
pub(crate) const OF: u64 = 1 << 33;
/// Not the medicine itself, when it stands behind: induced, eluting.
pub(crate) const INDUCED: u64 = 1 << 34;

const LISTS: &[(u64, &str)] = &[
    (
        NEGATES,
        "no not never deny denies denied denying without neither nor \
         doesn't isn't hasn't don't didn't wasn't haven't aren't weren't cannot can't",
    ),
    (DENIED, "no none nil denied negative absent excluded never"),
    (
        ENDS,
        "stopped stop stopping discontinued discontinue ceased finished completed quit off former formerly \
         previously previous past prior resolved ex longer",
    ),
    (
        ENDED,
        "stopped discontinued ceased finished completed ended withdrawn resolved until till",
    ),
    (
        AGAIN,
        "restarted resumed recommenced reinstated restart resume",
    ),
    (
        REFITS,
        "replaced replacement reimplanted reimplantation revision upgrade upgraded reinsertion new",
    ),
    (
        SYSTEMIC,
        "tablet capsule oral injection injectable injected iv subcutaneous intravenous patch transdermal po \
         syringe",
    ),
    (OF, "of for from"),
    (YES, "yes confirmed"),
    (
        SALT,
        "sodium calcium potassium magnesium etexilate mesylate mesilate hydrochloride tosylate tosilate \
            bisulfate besilate besylate maleate acetate phosphate succinate tartrate citrate",
    ),
    (INDUCED, "induced eluting free coated"),
    (
        RELATIVE,
        "mother mum mom mummy father dad daddy brother sister sibling son daughter aunt uncle niece nephew \
         grandmother grandfather grandma grandpa grandparent cousin parent husband wife spouse partner \
         relative",
    ),
    (
        ALLERGY,
        "allergic allergy allergies intolerant intolerance hypersensitive hypersensitivity anaphylaxis \
         anaphylactic sensitivity",
    ),
    (
        PLANS,
        "planned planning plans plan considering awaiting waiting scheduled listed proposed",
    ),
    (
        SUSPECTS,
        "suspected possible possibly query probable suspicion",
    ),
    (
        ABOUT,
        "screening risk prevention prevent prophylaxis fear vaccination",
    ),
    (
        ABOUT_AFTER,
        "prophylaxis vaccine vaccination immunisation immunization screening prevention",
    ),
    (
        REMOVES,
        "removal removed remove explant explantation explanted extraction extracted",
    ),
    (LEFT, "left lt"),
    (RIGHT, "right rt"),
    (BOTH, "bilateral bilaterally both"),
    (
        FILLER,
        "known history of evidence sign current currently active any on taking take took using use used \
         prescribed a an the personal implanted permanent has have had been is are was were for from with \
         previous previously prior past diagnosed need indication suffer suffers suffering having ever anything medication medicine tablet \
         tablets therapy treatment course now recently recent all his her my your their daily od bd oral mg mcg \
         g ml unit dose it being about completely temporarily in",
    ),
    (OR, "or nor"),
    (
        CLAUSE,
        "but however whereas although though patient pt he she i they",
    ),
    (
        ALLERGY_FILLER,
        "to and or the of known drug a an any severe mild reaction both",
    ),
    (
        CHANGES,
        "switched switch switching changed change changing moved converted swapped replaced transitioned",
    ),
    (FROM, "from"),
    (TOWARDS, "to by with for onto"),
    (FUTURE, "will to next tomorrow soon shall going"),
    (
        STARTS,
        "start starts starting begin begins beginning commence commencing commences",
    ),
    (INSTEAD, "instead rather"),
    (WAS, "was had used"),
    (ON, "on taking take be"),
    (
        EXAMINES,
        "assessment screening test testing evaluation examination measurement scan imaging survey counselling \
         counseling education review interview monitoring",
    ),
    (
        ORGAN,
        "ventricular ventricle atrial atrium bundle heart coronary main hand handed anterior sided axis \
         hemisphere after",
    ),
    (
        LOCAL,
        "cream ointment gel lotion topical ophthalmic otic nasal intranasal inhaler inhaled inhalation nebuliser \
         nebulizer nebules actuat actuation mouthwash shampoo enema vaginal flush lock foam paste pessary",
    ),
    (HISTORY, "family familial"),
];

/// Says that what stands before it holds.
pub(crate) const YES: u64 = 1 << 35;
/// A salt, which a short name leaves out.
pub(crate) const SALT: u64 = 1 << 36;

/// Begins a phrase that cancels some concept.
pub(crate) const CANCELS: u64 = 1 << 37;

/// Marks every cue.
pub(crate) fn mark(words: &mut Words) {
    for (cue, list) in LISTS {
        for word in list.split_whitespace() {
            for id in words.intern_phrase(word) {
                words.mark_id(id, *cue);
            }
        }
    }
}
