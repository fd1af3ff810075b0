//! Gathers what the pages need into one folder that the crate embeds: fonts and icons from
//! npm, and our own style sheets, islands and body pictures.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// Every failure is one sentence that says what to do.
type Outcome<T> = Result<T, String>;

const NEEDS_NODE: &str = "Filiform's pages need Node 20 or newer to build: install nodejs and npm, then run the same command again";
/// The islands that are several files, and three.js for the last: they are bundled, the others copied.
const BUNDLED: [&str; 2] = ["body.mjs", "body/webgl-stage.mjs"];
const FONTS: [&str; 2] = [
    "inter-latin-wght-normal.woff2",
    "inter-latin-ext-wght-normal.woff2",
];
const STYLES: [&str; 8] = [
    "tokens",
    "base",
    "components",
    "body",
    "body-stage",
    "pages",
    "atlas",
    "print",
];

fn main() {
    if let Err(message) = build() {
        println!("cargo::error={message}");
        std::process::exit(1);
    }
}

fn build() -> Outcome<()> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    for watched in [
        "build.rs",
        "package.json",
        "package-lock.json",
        ".npmrc",
        "assets",
        "../../knowledge/body/body.bin",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    install_packages(&root)?;
    let dist = root.join("dist");
    gather(&root, &out, &dist)?;
    write_icons(&root, &out)?;
    println!(
        "cargo::rustc-env=FILIFORM_ASSETS={:016x}",
        fingerprint(&dist)?
    );
    Ok(())
}

fn variable(name: &str) -> Outcome<String> {
    env::var(name).map_err(|_| format!("cargo did not set `{name}`"))
}

fn failure(path: &Path, error: &io::Error) -> String {
    format!("cannot use `{}`: {error}", path.display())
}

/// Runs `npm ci` only when the lock file differs from the one that was last installed.
fn install_packages(root: &Path) -> Outcome<()> {
    let lock_path = root.join("package-lock.json");
    let lock = fs::read(&lock_path).map_err(|e| failure(&lock_path, &e))?;
    let stamp = root.join("node_modules/.filiform-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    check_node()?;
    let run = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(root)
        .output()
        .map_err(|_| NEEDS_NODE.to_owned())?;
    if !run.status.success() {
        let reason = String::from_utf8_lossy(&run.stderr)
            .lines()
            .last()
            .unwrap_or("")
            .to_owned();
        return Err(format!(
            "npm could not install the packages of the pages: {reason}"
        ));
    }
    fs::write(&stamp, lock).map_err(|e| failure(&stamp, &e))
}

fn check_node() -> Outcome<()> {
    let run = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|_| NEEDS_NODE.to_owned())?;
    let version = String::from_utf8_lossy(&run.stdout)
        .trim()
        .trim_start_matches('v')
        .to_owned();
    let major = version
        .split('.')
        .next()
        .and_then(|n| n.parse::<u32>().ok());
    if major.is_some_and(|major| major >= 20) {
        Ok(())
    } else {
        Err(NEEDS_NODE.to_owned())
    }
}

/// Brings `dist` up to date; a file that is already right is left alone, because another build
/// may be reading it.
fn gather(root: &Path, out: &Path, dist: &Path) -> Outcome<()> {
    let mut wanted = BTreeMap::new();
    let fonts = root.join("node_modules/@fontsource-variable/inter/files");
    for font in FONTS {
        wanted.insert(dist.join("fonts").join(font), read(&fonts.join(font))?);
    }
    let body = root.join("../../knowledge/body/body.bin");
    wanted.insert(dist.join("body/body.bin"), read(&body)?);
    for folder in ["islands", "body"] {
        for file in files(&root.join("assets").join(folder))? {
            if let Some(name) = file.file_name() {
                wanted.insert(dist.join(folder).join(name), read(&file)?);
            }
        }
    }
    let bundle = bundle_islands(root, out)?;
    for folder in [bundle.clone(), bundle.join("body")] {
        for file in files(&folder)? {
            let name = file.strip_prefix(&bundle).unwrap_or(&file);
            wanted.insert(dist.join("islands").join(name), read(&file)?);
        }
    }
    let mut css = Vec::new();
    for style in STYLES {
        css.append(&mut read(
            &root.join("assets/css").join(format!("{style}.css")),
        )?);
    }
    wanted.insert(dist.join("filiform.css"), css);
    for folder in dist_folders(dist) {
        for file in files(&folder)? {
            if !wanted.contains_key(&file) {
                fs::remove_file(&file).map_err(|e| failure(&file, &e))?;
            }
        }
    }
    wanted
        .iter()
        .try_for_each(|(path, content)| write(path, content))
}

/// Bundles and minifies the islands that need it, by esbuild, into a folder of its own.
fn bundle_islands(root: &Path, out: &Path) -> Outcome<PathBuf> {
    let target = out.join("islands");
    if target.exists() {
        fs::remove_dir_all(&target).map_err(|e| failure(&target, &e))?;
    }
    let islands = "assets/islands";
    let run = Command::new("node")
        .arg("node_modules/esbuild/bin/esbuild")
        .args(BUNDLED.map(|name| format!("{islands}/{name}")))
        .args(["--bundle", "--splitting", "--minify", "--format=esm"])
        .args(["--target=es2022", "--legal-comments=eof"])
        .args([
            "--out-extension:.js=.mjs",
            "--chunk-names=body/shared-[hash]",
        ])
        .arg(format!("--outbase={islands}"))
        .arg(format!("--outdir={}", target.display()))
        .arg("--log-level=warning")
        .current_dir(root)
        .output()
        .map_err(|_| NEEDS_NODE.to_owned())?;
    if run.status.success() {
        return Ok(target);
    }
    let reason = String::from_utf8_lossy(&run.stderr);
    Err(format!(
        "the islands could not be bundled: {}",
        reason.lines().find(|line| !line.is_empty()).unwrap_or("")
    ))
}

fn dist_folders(dist: &Path) -> [PathBuf; 5] {
    [
        dist.to_path_buf(),
        dist.join("body"),
        dist.join("fonts"),
        dist.join("islands"),
        dist.join("islands/body"),
    ]
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|e| failure(path, &e))
}

fn write(path: &Path, content: &[u8]) -> Outcome<()> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| failure(folder, &e))?;
    }
    fs::write(path, content).map_err(|e| failure(path, &e))
}

/// The files directly inside a folder in a fixed order; a missing folder has none.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| failure(folder, &e))?.path();
        if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes the `Icon` enum: one variant per line of `assets/icons.txt`.
fn write_icons(root: &Path, out: &Path) -> Outcome<()> {
    let list_path = root.join("assets/icons.txt");
    let list = fs::read_to_string(&list_path).map_err(|e| failure(&list_path, &e))?;
    let mut variants = String::new();
    let mut shapes = String::new();
    for line in list.lines().filter(|line| !line.trim().is_empty()) {
        let (variant, file) = line
            .split_once(' ')
            .ok_or_else(|| format!("`{line}` in icons.txt has no file"))?;
        let path = root
            .join("node_modules/lucide-static/icons")
            .join(format!("{file}.svg"));
        let svg = fs::read_to_string(&path).map_err(|e| failure(&path, &e))?;
        let inner = inner_of(&svg).ok_or_else(|| format!("`{file}.svg` is not an icon"))?;
        let _ = writeln!(variants, "    /// The `{file}` drawing.\n    {variant},");
        let _ = writeln!(shapes, "            Self::{variant} => r#\"{inner}\"#,");
    }
    let code = format!(
        "/// A line drawing, always shown beside a word.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Icon {{\n{variants}}}\n\n\
         impl Icon {{\n    /// The shapes inside the drawing's `svg` element.\n    \
         const fn shapes(self) -> &'static str {{\n        match self {{\n{shapes}        }}\n    }}\n}}\n"
    );
    let target = out.join("icons.rs");
    fs::write(&target, code).map_err(|e| failure(&target, &e))
}

fn inner_of(svg: &str) -> Option<String> {
    let opened = svg.split_once("<svg")?.1.split_once('>')?.1;
    let inner = opened.rsplit_once("</svg>")?.0;
    Some(inner.lines().map(str::trim).collect::<String>())
}

/// One fingerprint of all files, so that a change of any changes every address.
fn fingerprint(dist: &Path) -> Outcome<u64> {
    let mut hasher = DefaultHasher::new();
    for folder in dist_folders(dist) {
        for file in files(&folder)? {
            file.file_name().hash(&mut hasher);
            read(&file)?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}
