//! The clinic of the demonstration: invented people, and what happened to them so far.

mod clock;
mod files;
mod story;

use anyhow::Context as _;
use filiform_app::{Actor, App, NewUser, Role};
use filiform_units::{ClinicId, PatientId};

pub(crate) use clock::DemoClock;

use crate::history;
use files::{FILES, File};

/// Sign-in name of the practitioner.
pub(crate) const PRACTITIONER: &str = "demo";

/// Fills an empty database. Afterwards `clock` shows the real time.
///
/// # Errors
/// When a use case refuses, which would be a mistake in this program.
pub(crate) fn seed(app: &App, clock: &DemoClock, password: &str) -> anyhow::Result<()> {
    let now = app.now();
    let clinic = app.add_clinic("Harbour Road Acupuncture (demonstration)")?;
    let actor = practitioner(app, clinic, password)?;
    add(
        app,
        clinic,
        ("assistant", "Ines Moreau", Role::Assistant),
        password,
    )?;
    add(
        app,
        clinic,
        ("manager", "Ruth Adeyemi", Role::Manager),
        password,
    )?;
    clock.show(story::days_before(now, 43));
    let mut people = Vec::new();
    for file in &FILES {
        people.push((file.person, take_in(app, &actor, file)?));
    }
    let find = |name: &str| -> anyhow::Result<PatientId> {
        let found = people.iter().find(|(person, _)| *person == name);
        found
            .map(|(_, id)| *id)
            .with_context(|| format!("`{name}` is not among the files"))
    };
    let told = story::Teller {
        app,
        clock,
        actor: &actor,
        now,
    };
    told.finished_course(find("Priya Raman")?)?;
    told.open_course_without_plan(find("Ewan Duff")?)?;
    told.session_under_way(find("Jonas Falk")?)?;
    clock.follow_the_real_time();
    Ok(())
}

fn practitioner(app: &App, clinic: ClinicId, password: &str) -> anyhow::Result<Actor> {
    let name = "Dr Nora Lindqvist";
    let who = (PRACTITIONER, name, Role::Practitioner);
    Ok(Actor {
        clinic,
        account: add(app, clinic, who, password)?,
        name: name.to_owned(),
        role: Role::Practitioner,
    })
}

fn add(
    app: &App,
    clinic: ClinicId,
    (login, name, role): (&str, &str, Role),
    password: &str,
) -> anyhow::Result<filiform_units::PractitionerId> {
    let user = NewUser {
        login: login.to_owned(),
        name: name.to_owned(),
        role,
        password: password.to_owned(),
    };
    Ok(app.add_user(clinic, user)?)
}

fn take_in(app: &App, actor: &Actor, file: &File) -> anyhow::Result<PatientId> {
    let today = story::real_today();
    let bytes = files::as_of(file, today)?;
    let import = history::parse(app.knowledge(), file.name, &bytes)
        .with_context(|| format!("`{}` is broken", file.name))?;
    let patient = import.patients.first().context("the file holds nobody")?;
    Ok(history::take_in(app, actor, file.name, patient)?.patient)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use filiform_care::course::Phase;
    use filiform_outcomes::trend;
    use filiform_store::InstanceKey;

    use super::*;
    use crate::instance::{self, Shipped};

    #[test]
    fn the_demonstration_shows_a_trend_a_running_session_and_a_course_without_plan() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(DemoClock::default());
        let path = folder.path().join("demo.db");
        let key = InstanceKey::new([7; 32]);
        let shared = Arc::<DemoClock>::clone(&clock);
        let app = instance::assemble(&path, key, &Shipped(None), shared)
            .unwrap()
            .app;
        seed(&app, &clock, "a password for tests").unwrap();
        let actor = app
            .sign_in(PRACTITIONER, "a password for tests")
            .unwrap()
            .actor;

        let today = app.today(&actor).unwrap();
        assert_eq!(today.patients, 6);
        let [running] = today.running.as_slice() else {
            unreachable!("one session runs");
        };
        assert_eq!(running.patient.summary.display_name, "Jonas Falk");
        let session = app.session(&actor, running.session.id).unwrap().session;
        assert_eq!((session.inserted(), session.remaining()), (4, 4));
        let rested = app.now().seconds_since(session.rest.unwrap().started);
        assert!((360..480).contains(&rested), "{rested} s");

        let course = |name: &str| {
            let row = today
                .courses
                .iter()
                .find(|it| it.patient.summary.display_name == name)
                .unwrap();
            app.course(&actor, row.course.id).unwrap()
        };
        let ewan = course("Ewan Duff").course;
        assert_eq!((ewan.phase, ewan.agreed), (Phase::Open, None));
        let priya = course("Priya Raman");
        assert_eq!(priya.sessions.len(), 5);
        for row in &priya.sessions {
            let session = app.session(&actor, row.id).unwrap().session;
            assert!(session.signed.is_some());
            assert_eq!(session.inserted(), session.removed());
        }
        let nprs = app.knowledge().instrument("nprs").unwrap();
        let pain = trend(nprs, &priya.course.measures);
        assert_eq!(pain.points.len(), 6);
        assert_eq!(pain.improvement.unwrap().0, 40);
        assert!(
            app.verify_all()
                .unwrap()
                .iter()
                .all(|proved| proved.report.faults.is_empty())
        );
    }
}
