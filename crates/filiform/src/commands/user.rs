//! `filiform user`.

use std::io::Read as _;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use filiform_app::{NewUser, PrivilegeChange, Role};
use filiform_care::Privileges;
use filiform_knowledge::PrivilegeId;
use filiform_units::ClinicId;
use serde::Serialize;

use crate::cli::Global;
use crate::commands::Answer;
use crate::failure::Failure;
use crate::instance::{self, Instance};
use crate::output::{remark, say, say_json};
use crate::password;

/// People who sign in.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add a person; with `--clinic` also the clinic and the database, when they are not there yet.
    Add(Add),
    /// List the people of every clinic with their roles and privileges.
    List,
    /// Trust somebody with more: `filiform user grant nora thoracic-needling`.
    Grant(Privilege),
    /// Take a privilege back.
    Revoke(Privilege),
}

/// Whose privileges change, and which.
#[derive(Debug, Args)]
pub(crate) struct Privilege {
    /// Name the person signs in with.
    login: String,
    /// The privileges: `needling`, `electroacupuncture`, `thoracic-needling`, `children`.
    #[arg(required = true, value_name = "PRIVILEGE")]
    privileges: Vec<String>,
}

/// Add a person.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Name to sign in with.
    #[arg(long)]
    login: String,
    /// Name to show.
    #[arg(long)]
    name: String,
    /// What the person does in the clinic.
    #[arg(long)]
    role: RoleName,
    /// The clinic: needed for the first person and when there are several clinics.
    #[arg(long, value_name = "NAME")]
    clinic: Option<String>,
    /// What the clinic trusts the person with beyond the role, once for each; a practitioner may always
    /// needle.
    #[arg(long = "privilege", value_name = "PRIVILEGE")]
    privileges: Vec<String>,
    /// Read the password from standard input in place of making one.
    #[arg(long)]
    password_stdin: bool,
}

/// What a person does in the clinic.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    /// Assesses, plans, needles and signs.
    Practitioner,
    /// Sees who has needles in and takes them out.
    Assistant,
    /// Sees the board, imports and proves the record.
    Manager,
}

impl RoleName {
    const fn role(self) -> Role {
        match self {
            Self::Practitioner => Role::Practitioner,
            Self::Assistant => Role::Assistant,
            Self::Manager => Role::Manager,
        }
    }
}

/// The answer in JSON.
#[derive(Serialize)]
struct Added<'a> {
    login: &'a str,
    role: &'static str,
    clinic: String,
    /// Only when it was made here.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
}

/// Does what was asked with people.
///
/// # Errors
/// When the person cannot be added.
pub(crate) fn run(global: &Global, command: &User) -> anyhow::Result<Answer> {
    match command {
        User::Add(new) => add(global, new),
        User::List => list(global),
        User::Grant(change) => change_privileges(global, change, PrivilegeChange::Grant),
        User::Revoke(change) => change_privileges(global, change, PrivilegeChange::TakeBack),
    }
}

/// A person in JSON.
#[derive(Serialize)]
struct Listed {
    clinic: String,
    login: String,
    name: String,
    role: String,
    privileges: Vec<String>,
}

fn list(global: &Global) -> anyhow::Result<Answer> {
    let instance = instance::open_with_right_key(global)?;
    let mut people = Vec::new();
    for clinic in instance.app.clinics().context(UNREADABLE)? {
        for user in instance.app.users(clinic.id).context(UNREADABLE)? {
            people.push(Listed {
                clinic: clinic.name.clone(),
                login: user.login,
                name: user.name,
                role: user.role,
                privileges: ids(&user.privileges),
            });
        }
    }
    if global.json {
        say_json(&people)?;
    } else {
        let line = |one: &Listed| {
            format!(
                "{}: {}, {} at {}; {}\n",
                one.login,
                one.name,
                one.role,
                one.clinic,
                held(&one.privileges)
            )
        };
        say(&people.iter().map(line).collect::<String>());
    }
    Ok(Answer::Fine)
}

const UNREADABLE: &str = "the people of the clinic could not be read";

/// What somebody holds in JSON.
#[derive(Serialize)]
struct Held<'a> {
    login: &'a str,
    privileges: Vec<String>,
}

fn change_privileges(
    global: &Global,
    change: &Privilege,
    what: PrivilegeChange,
) -> anyhow::Result<Answer> {
    let instance = instance::open_with_right_key(global)?;
    let held_now = instance
        .app
        .change_privileges(&change.login, what, &named(&change.privileges))
        .context("nothing was changed")?;
    let privileges = ids(&held_now);
    if global.json {
        say_json(&Held {
            login: &change.login,
            privileges,
        })?;
    } else {
        say(&format!("`{}` now: {}.\n", change.login, held(&privileges)));
    }
    Ok(Answer::Fine)
}

fn named(privileges: &[String]) -> Privileges {
    privileges.iter().map(|id| PrivilegeId::new(id)).collect()
}

fn ids(privileges: &Privileges) -> Vec<String> {
    privileges.iter().map(ToString::to_string).collect()
}

fn held(privileges: &[String]) -> String {
    if privileges.is_empty() {
        "no privilege".to_owned()
    } else {
        privileges.join(", ")
    }
}

/// What a practitioner holds without being named: needles themselves.
const NEEDLING: &str = "needling";

fn add(global: &Global, new: &Add) -> anyhow::Result<Answer> {
    let typed = new.password_stdin.then(typed_password).transpose()?;
    let made = typed.is_none().then(password::readable);
    let password = typed.or_else(|| made.clone()).unwrap_or_default();
    let instance = open(global, new)?;
    let clinic = clinic(&instance, new.clinic.as_deref())?;
    let user = NewUser {
        login: new.login.clone(),
        name: new.name.clone(),
        role: new.role.role(),
        password,
        privileges: privileges(new),
    };
    instance
        .app
        .add_user(clinic, user)
        .context("nobody was added")?;
    let clinics = instance
        .app
        .clinics()
        .context("the clinics could not be read")?;
    let added = Added {
        login: &new.login.trim().to_lowercase(),
        role: new.role.role().as_str(),
        clinic: clinics
            .into_iter()
            .find(|row| row.id == clinic)
            .map(|row| row.name)
            .unwrap_or_default(),
        password: made.as_deref(),
    };
    if global.json {
        say_json(&added)?;
    } else {
        say(&words(&added));
    }
    Ok(Answer::Fine)
}

fn privileges(new: &Add) -> Privileges {
    let own = match new.role {
        RoleName::Practitioner => Some(NEEDLING),
        RoleName::Assistant | RoleName::Manager => None,
    };
    let named = new.privileges.iter().map(String::as_str);
    named.chain(own).map(PrivilegeId::new).collect()
}

fn words(added: &Added<'_>) -> String {
    let mut text = format!(
        "`{}` can sign in to {} as {}.\n",
        added.login, added.clinic, added.role
    );
    if let Some(password) = added.password {
        text.push_str(&format!(
            "Password: {password}\nIt is shown this once and cannot be read again.\n"
        ));
    }
    text
}

/// A first person needs a clinic; only with its name is a database made.
fn open(global: &Global, new: &Add) -> anyhow::Result<Instance> {
    let fresh = !global.database.exists();
    if fresh && new.clinic.is_none() {
        let what = format!("there is no database `{}`", global.database.display());
        let way_out = "add `--clinic \"Name\"` to make it with its first clinic, or name another one \
             with `--database`";
        return Err(Failure::new(what, way_out).into());
    }
    let instance = instance::open_or_make(global)?;
    if fresh {
        remark(&format!(
            "Made `{}`. Keep a copy of `{}` elsewhere: without it the record cannot be read.",
            global.database.display(),
            instance::key_path(global).display()
        ));
    }
    Ok(instance)
}

/// The clinic named, made when it is new; without a name the only one.
fn clinic(instance: &Instance, name: Option<&str>) -> anyhow::Result<ClinicId> {
    let clinics = instance
        .app
        .clinics()
        .context("the clinics could not be read")?;
    let Some(name) = name.map(str::trim) else {
        return instance::clinic(&clinics, None);
    };
    if let Some(known) = clinics.iter().find(|clinic| clinic.name == name) {
        return Ok(known.id);
    }
    if name.is_empty() || name.chars().count() > 100 {
        let way_out = "give it 1 to 100 characters with `--clinic`";
        return Err(Failure::new("the clinic has no usable name", way_out).into());
    }
    let id = instance
        .app
        .add_clinic(name)
        .context("the clinic was not saved")?;
    remark(&format!("Made the clinic `{name}`."));
    Ok(id)
}

/// The first line of standard input.
fn typed_password() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin()
        .take(4_096)
        .read_to_string(&mut text)
        .context("the password could not be read from standard input")?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
