//! The file that holds the instance key.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::Context as _;
use filiform_app::operating_system_randomness;
use filiform_store::InstanceKey;

use crate::failure::Failure;

/// Bytes of the key.
const BYTES: usize = 32;

/// Reads the key of an existing database.
///
/// # Errors
/// When the file is missing, cannot be read or holds no key.
pub(crate) fn read(path: &Path) -> anyhow::Result<InstanceKey> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(missing(path).into()),
        Err(error) => {
            let what = format!("the key file `{}` cannot be read", path.display());
            let way_out = "give this user the right to read it";
            return Err(Failure::new(what, way_out).because(error).into());
        }
    };
    warn_when_others_can_read(path);
    let bytes = parse(text.trim()).ok_or_else(|| {
        Failure::new(
            format!("the key file `{}` holds no key", path.display()),
            "put back the copy that was kept; a key is 64 hexadecimal digits on one line",
        )
    })?;
    Ok(InstanceKey::new(bytes))
}

/// Makes a key for a new database; a key that is there already is kept and used.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn make(path: &Path) -> anyhow::Result<InstanceKey> {
    if path.exists() {
        return read(path);
    }
    let mut bytes = [0; BYTES];
    operating_system_randomness(&mut bytes);
    let digits = filiform_app::hex(&bytes);
    write(path, &digits)
        .with_context(|| format!("the key file `{}` could not be written", path.display()))?;
    Ok(InstanceKey::new(bytes))
}

/// Written whole and flushed before the database that needs it exists.
fn write(path: &Path, digits: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{digits}")?;
    file.sync_all()
}

fn missing(path: &Path) -> Failure {
    Failure::new(
        format!(
            "the key file `{}` is missing; without it the record cannot be read",
            path.display()
        ),
        "put the copy that was kept in its place, or name it with `--key-file`; Filiform never makes \
         a new key for an existing database",
    )
}

fn parse(text: &str) -> Option<[u8; BYTES]> {
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.len() != 2 * BYTES || !digits {
        return None;
    }
    let mut bytes = [0; BYTES];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(unix)]
fn warn_when_others_can_read(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let open = fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0);
    if open {
        tracing::warn!(
            file = %path.display(),
            "other users of this computer can read the key file; `chmod 600` closes it"
        );
    }
}

#[cfg(not(unix))]
const fn warn_when_others_can_read(_path: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sixty_four_hexadecimal_digits_are_a_key() {
        assert!(parse(&"0f".repeat(32)).is_some());
        assert!(parse(&"0f".repeat(31)).is_none());
        assert!(parse(&"zz".repeat(32)).is_none());
        assert!(parse(&"+f".repeat(32)).is_none());
        assert!(parse(&"é".repeat(32)).is_none());
    }
}
