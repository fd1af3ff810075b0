"""Whether the points lie where the table of points says, and the table of what was found."""

from collections import Counter
from dataclasses import dataclass, field

from half import worst_mirror_mm
from measure import TOLERANCE, Measure, part_of
from places import X

SYMMETRY_LIMIT_MM = 1.0
EDGE = 0.7  # of the tolerance: from here on a distance is listed
# Codes that run downward on the standing body; fingers hang and toes point down.
DESCENDING = (
    "CV22 CV21 CV20 CV19 CV18 CV17 CV16 CV15 CV14 CV13 CV12 CV11 CV10 CV9 CV8 CV7 CV6 CV5 CV4 CV3 CV2 CV1",
    "KI27 KI26 KI25 KI24 KI23 KI22 KI21 KI20 KI19 KI18 KI17 KI16 KI15 KI14 KI13 KI12 KI11",
    "ST8 ST1 ST2 ST3 ST4 ST9 ST10 ST12 ST13 ST14 ST15 ST16 ST17 ST18 ST19 ST20 ST21 ST22 ST23 ST24 ST25 "
    "ST26 ST27 ST28 ST29 ST30 ST31 ST32 ST33 ST34 ST35 ST36 ST37 ST38 ST39 ST41 ST42 ST43 ST44 ST45",
    "EX-LE3 SP10 EX-LE2 EX-LE4 SP9 SP8 SP7 SP6",
    "SP12 SP11 SP10",
    "LR5 LR4 LR3 LR2 LR1",
    "LR6 LR5",
    "LU2 LU1 LU3 LU4 LU5 LU6 LU7 LU8 LU9 LU10",
    "PC2 PC3 PC4 PC5 PC6 PC7 PC8 PC9",
    "HT1 HT2 HT3 HT4 HT5 HT6 HT7 HT8",
    "GB14 EX-HN4 ST1",
    "GB34 EX-LE6 GB36 GB37 GB38 GB39 GB40 GB41 GB42 GB43 GB44",
    "BL2 BL1",
    "LU1 SP20 SP19 SP18 SP17",
    "GV19 GV18 GV17 GV16 GV15 GV14 GV13 GV12 GV11 GV10 GV9 GV8 GV7 GV6 GV5 GV4 EX-B5 GV3 EX-B8 GV2 GV1",
    "BL9 BL10 BL11 BL12 BL13 BL14 BL15 BL16 BL17 BL18 BL19 BL20 BL21 BL22 BL23 BL24 BL25 BL26 BL27 BL28 "
    "BL29 BL30 BL36 BL37 BL38 BL40 BL55 BL56 BL57 BL58 BL59 BL60 BL61",
    "BL31 BL32 BL33 BL34 BL35",
    "BL41 BL42 BL43 BL44 BL45 BL46 BL47 BL48 BL49 BL50 BL51 BL52 BL53 BL54",
    "EX-B2-C3 EX-B2-C4 EX-B2-C5 EX-B2-C6 EX-B2-C7 EX-B2-T1 EX-B2-T2 EX-B2-T3 EX-B2-T4 EX-B2-T5 EX-B2-T6 "
    "EX-B2-T7 EX-B2-T8 EX-B2-T9 EX-B2-T10 EX-B2-T11 EX-B2-T12 EX-B2-L1 EX-B2-L2 EX-B2-L3 EX-B2-L4 "
    "EX-B2-L5",
    "TE14 TE13 TE12 TE11 TE10 TE9 TE8 TE6 TE5 TE4 TE3 TE2 TE1",
    "LI15 LI14 LI13 LI12 LI11 LI10 LI9 LI8 LI7 LI6 LI5 LI4",
    "SI15 SI14 SI11 SI9 SI8 SI7 SI6 SI4 SI3 SI2 SI1",
    "GB20 GB21 GB30 GB31 GB32",
    "KI10 KI9 KI7 KI3",
)


@dataclass
class Verdict:
    """What was found of one point on both bodies."""

    row: dict
    faults: list = field(default_factory=list)
    edges: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    measured: int = 0
    worst_bcun: float = 0.0

    @property
    def word(self):
        if self.faults:
            return "fails"
        return "passes" if self.measured else "cannot be judged"


def report(model, path):
    """Judges every point, writes the table, and returns the faults in words."""
    verdicts = {row["code"]: Verdict(row) for row in model.points}
    faults = crooked(model)
    beside = {row["region"]: set(row["continues_into"].split(";")) for row in model.regions}
    regions = Counter()
    for sex in model.bodies:
        measure = Measure(model.rules[sex])
        for code, verdict in verdicts.items():
            distances(sex, measure, verdict)
            name = model.areas["region"][model.places[sex][code].triangle]
            regions[region(sex, name, verdict, beside)] += 1
        disordered(sex, model.rules[sex], verdicts)
    path.write_text(text(verdicts, regions, model), encoding="utf-8")
    for verdict in verdicts.values():
        faults += [f"{verdict.row['code']}: {fault}" for fault in verdict.faults]
    print(totals(verdicts, regions))
    return faults


def crooked(model):
    """The half is mirrored by construction; the mesh itself must agree."""
    found = {sex: worst_mirror_mm(body) for sex, body in model.bodies.items()}
    return [
        f"{sex}: the right half of the mesh is {worst:.2f} mm from the mirrored left one"
        for sex, worst in found.items()
        if worst > SYMMETRY_LIMIT_MM
    ]


def distances(sex, measure, verdict):
    tolerance = TOLERANCE[part_of(verdict.row["region"])]
    found, verdict.missing = measure.point(verdict.row)
    for item in found:
        verdict.measured += 1
        verdict.worst_bcun = max(verdict.worst_bcun, abs(item.off_bcun))
        words = f"{sex}: {item.what} {item.off_bcun:+.1f} B-cun"
        if item.estimated:
            words += " (the landmark is an estimate)"
        if abs(item.off_bcun) > tolerance:
            verdict.faults.append(words)
        elif abs(item.off_bcun) > EDGE * tolerance:
            verdict.edges.append(words)


def region(sex, name, verdict, beside):
    wanted = verdict.row["region"]
    if name == wanted:
        return "same"
    if name in beside[wanted] or wanted in beside[name]:
        verdict.edges.append(f"{sex}: on {name}, beside {wanted}")
        return "beside"
    verdict.faults.append(f"{sex}: on {name}, not {wanted}")
    return "elsewhere"


def disordered(sex, rules, verdicts):
    for line in DESCENDING:
        codes = line.split()
        for above, below in zip(codes, codes[1:], strict=False):
            if rules.at(below)[1] >= rules.at(above)[1]:
                verdicts[below].faults.append(f"{sex}: not below {above}")


def totals(verdicts, regions):
    words = Counter(verdict.word for verdict in verdicts.values())
    judged = ", ".join(f"{words[word]} {word}" for word in ("passes", "fails", "cannot be judged"))
    share = 100 * regions["same"] / sum(regions.values())
    return f"{judged}; region the same for {share:.1f} %, beside for {regions['beside']}, elsewhere {regions['elsewhere']}"


def text(verdicts, regions, model):
    lines = [INTRODUCTION.format(words=totals(verdicts, regions))]
    lines += ["| part | tolerance, B-cun | points | passes | fails | cannot be judged |", "| --- | --- | --- | --- | --- | --- |"]
    for part, tolerance in TOLERANCE.items():
        some = [v for v in verdicts.values() if part_of(v.row["region"]) == part]
        words = Counter(verdict.word for verdict in some)
        counts = " | ".join(str(words[word]) for word in ("passes", "fails", "cannot be judged"))
        lines.append(f"| {part} | {tolerance} | {len(some)} | {counts} |")
    lines += ["", "## Fails", "", *table(v for v in verdicts.values() if v.faults)]
    lines += ["", "## At the edge", "", *table(v for v in verdicts.values() if v.edges and not v.faults)]
    lines += ["", "## Cannot be judged", "", *table(v for v in verdicts.values() if v.word == "cannot be judged" and not v.edges)]
    return "\n".join(lines) + "\n"


def table(verdicts):
    lines = ["| point | verdict | why |", "| --- | --- | --- |"]
    for verdict in verdicts:
        why = verdict.faults or verdict.edges + verdict.missing
        lines.append(f"| {verdict.row['code']} | {verdict.word} | {'; '.join(why)} |")
    return lines if len(lines) > 2 else ["None."]


INTRODUCTION = """# Placement of the points

Made by `cargo xtask body`; do not edit. It compares where each point lies on the mesh with what the table of points
says of it, on both bodies.

{words}.

- **Symmetry.** Left and right are mirrored by construction, and the mesh itself is symmetric.
- **Order.** The points of a line follow each other from head to toe.
- **Distance.** Where the table gives a distance or a part of the way, and the landmarks can be found on the
  mesh (`xtask/body/landmarks.csv`), it is measured along the axis of the part. Units are those of the body
  drawn: notch to umbilicus 17, umbilicus to pubis 5, nipples 8, forearm 12, thigh 18, leg 16, scalp 12.
- **Region.** The triangle under the point belongs to the region of the table, or to one that touches it. This
  is no independent proof: the borders of the regions were drawn with the points in view.

A point passes when everything measured is within the tolerance of its part. It cannot be judged when none of its
landmarks is marked on the mesh: bones under the skin, nails, hair, tendons, folds. Such a point was set by eye beside
what can be seen. Landmarks called an estimate, and the levels of spine and ribs, come from proportions: there a
pass shows that the dot agrees with the table, not that the bone is there. No dot was compared with a living person.
The tolerance on the scalp is wide because the two rules for GV20 (5 B-cun behind the hairline, and the line between
the tips of the ears) differ by about 5 cm on this head; the dot lies between them.
"""
