//! Puts the tables and statements of the knowledge folder into the binary, so that it needs no files
//! beside it.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = here.join("../../knowledge");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    collect(&folder, "", &mut names)?;
    names.sort();
    let mut code = String::from("&[\n");
    for name in names {
        let path = folder.join(&name);
        let path = path.canonicalize()?;
        let written = writeln!(
            code,
            "    ({name:?}, include_str!({:?})),",
            path.display().to_string()
        );
        written.map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("embedded.rs"), code)
}

/// Names of the files that the loader reads, relative to the folder. The body chart is the web crate's.
fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let below = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if below != "body" {
                collect(&entry.path(), &format!("{below}/"), names)?;
            }
        } else if is_read(&name) {
            names.push(below);
        }
    }
    Ok(())
}

fn is_read(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|it| it.to_str());
    matches!(extension, Some("csv" | "md")) && name != "README.md"
}
