//! Drives Chromium, for the tests of the pages and for the pictures of them.
//!
//! Nothing here waits for a length of time: every wait asks the page a question, frame after frame,
//! until the answer is yes, and gives up with the question in the message.

mod body;
mod demo;
mod graphics;
mod visit;

use std::error::Error;
use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chromiumoxide::BrowserConfig;
use chromiumoxide::cdp::browser_protocol::dom::SetFileInputFilesParams;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams,
};
use chromiumoxide::cdp::browser_protocol::log::{self, LogEntryLevel};
use chromiumoxide::cdp::browser_protocol::page::{
    CaptureScreenshotFormat, NavigateParams, Viewport,
};
use chromiumoxide::cdp::js_protocol::runtime::{
    ConsoleApiCalledType, EvaluateParams, EventConsoleApiCalled, EventExceptionThrown,
};
use chromiumoxide::error::CdpError;
use chromiumoxide::page::ScreenshotParams;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinHandle;

pub use demo::Demo;
pub use graphics::Graphics;
pub use visit::{Pain, Visit};

/// The environment variable that names the binary; `cargo xtask check` sets it.
pub const CHROMIUM_VARIABLE: &str = "FILIFORM_CHROMIUM";

/// The names under which systems install Chromium.
const CHROMIUM_NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The longest wait for one answer of the page, on a busy computer too.
const PATIENCE: Duration = Duration::from_secs(20);

/// Set on the main part before a step: a main part without it is a new one, whether the browser loaded
/// another document or a script swapped the part.
const SEEN: &str = "data-browser-seen";

/// Why the browser did not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    what: String,
    source: Option<CdpError>,
}

impl Failure {
    /// A failure in words of one's own.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            source: None,
        }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_ref()
            .map(|source| source as &(dyn Error + 'static))
    }
}

impl From<CdpError> for Failure {
    fn from(source: CdpError) -> Self {
        Self {
            what: "the browser did not answer".to_owned(),
            source: Some(source),
        }
    }
}

/// What every step of the browser answers.
pub type Outcome<T> = Result<T, Failure>;

/// One Chromium with a profile of its own, both gone when it is dropped.
#[derive(Debug)]
pub struct Browser {
    // The process is killed before its profile is removed.
    inner: chromiumoxide::Browser,
    handler: JoinHandle<()>,
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium without a window and without WebGL, which costs the processor much: the one that
    /// `FILIFORM_CHROMIUM` names, or the one on the path.
    ///
    /// # Errors
    /// There is no Chromium, with the remedy, or it does not start.
    pub async fn start() -> Outcome<Self> {
        Self::start_with(Graphics::NoWebGl).await
    }

    /// Starts Chromium without a window.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub async fn start_with(graphics: Graphics) -> Outcome<Self> {
        let binary = binary()?;
        let profile = tempfile::tempdir()
            .map_err(|error| Failure::new(format!("no profile folder could be made: {error}")))?;
        // Names without dashes: the crate puts them.
        let quiet = [
            "disable-quic",
            "no-first-run",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
        ];
        let config = BrowserConfig::builder()
            .chrome_executable(&binary)
            .no_sandbox()
            .user_data_dir(profile.path())
            .viewport(None)
            .args(quiet)
            .args(graphics.switches().iter().copied())
            .args(graphics.settings().iter().copied())
            .build()
            .map_err(Failure::new)?;
        let (inner, mut handler) =
            chromiumoxide::Browser::launch(config)
                .await
                .map_err(|source| Failure {
                    what: format!("`{}` did not start", binary.display()),
                    source: Some(source),
                })?;
        let handler = tokio::spawn(async move { while handler.next().await.is_some() {} });
        Ok(Self {
            inner,
            handler,
            _profile: profile,
        })
    }

    /// Opens an empty page.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn page(&self) -> Outcome<Page> {
        let inner = self.inner.new_page("about:blank").await?;
        let page = Page {
            inner,
            complaints: Arc::default(),
        };
        page.listen().await?;
        page.resize(1440, 900).await?;
        Ok(page)
    }

    /// Ends the browser and waits until it is gone.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn close(mut self) -> Outcome<()> {
        self.inner.close().await?;
        let ended = self.inner.wait().await;
        ended.map_err(|error| Failure::new(format!("the browser did not end: {error}")))?;
        self.handler.abort();
        Ok(())
    }
}

/// Where Chromium is.
fn binary() -> Outcome<PathBuf> {
    if let Some(named) = std::env::var_os(CHROMIUM_VARIABLE).filter(|named| !named.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path);
    let all = folders.flat_map(|folder| CHROMIUM_NAMES.map(|name| folder.join(name)));
    all.into_iter().find(|file| file.is_file()).ok_or_else(|| {
        Failure::new(format!(
            "no Chromium on the path; `cargo xtask tools` installs it, or set {CHROMIUM_VARIABLE} to a \
             binary"
        ))
    })
}

/// One page of the browser.
#[derive(Clone, Debug)]
pub struct Page {
    inner: chromiumoxide::Page,
    complaints: Arc<Mutex<Vec<String>>>,
}

impl Page {
    /// Opens an address and waits until its document is complete.
    ///
    /// # Errors
    /// The address does not answer, or the document never completes.
    pub async fn goto(&self, address: &str) -> Outcome<()> {
        self.mark_seen().await?;
        let answer = self.inner.execute(NavigateParams::new(address)).await?;
        if let Some(error) = &answer.result.error_text {
            return Err(Failure::new(format!("`{address}` did not open: {error}")));
        }
        self.new_document(&format!("`{address}` to open")).await
    }

    /// Types text into a field, in place of what stands there.
    ///
    /// # Errors
    /// There is no such field.
    pub async fn fill(&self, selector: &str, text: &str) -> Outcome<()> {
        let script = format!(
            "(() => {{ const field = document.querySelector({selector}); if (!field) return false; \
             field.focus(); field.value = {text}; \
             for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {{ bubbles: true }})); \
             return true; }})()",
            selector = json!(selector),
            text = json!(text),
        );
        self.found(selector, &script).await
    }

    /// Chooses a file in a file field.
    ///
    /// # Errors
    /// There is no such field.
    pub async fn attach(&self, selector: &str, file: &Path) -> Outcome<()> {
        let script = format!("document.querySelector({})", json!(selector));
        let answer = self.inner.execute(EvaluateParams::new(script)).await?;
        let Some(object) = answer.result.result.object_id.clone() else {
            return Err(Failure::new(format!("there is no `{selector}`")));
        };
        let mut files = SetFileInputFilesParams::new(vec![file.display().to_string()]);
        files.object_id = Some(object);
        self.inner.execute(files).await?;
        Ok(())
    }

    /// Chooses a radio button or ticks a box by a press on its label.
    ///
    /// # Errors
    /// There is no such input, or it is not chosen afterwards.
    pub async fn choose(&self, selector: &str) -> Outcome<()> {
        let input = json!(selector);
        let label = format!(
            "(() => {{ const input = document.querySelector({input}); \
             return input?.closest('label') ?? input; }})()"
        );
        self.press_on(selector, &label).await?;
        let chosen = format!("document.querySelector({input})?.checked === true");
        self.until(&format!("`{selector}` to be chosen"), &chosen)
            .await
    }

    /// Presses something with the mouse and waits for what follows: another document, or another main
    /// part in the same document.
    ///
    /// # Errors
    /// There is nothing to press, something lies over it, or nothing follows.
    pub async fn click(&self, selector: &str) -> Outcome<()> {
        self.mark_seen().await?;
        self.press(selector).await?;
        self.new_document(&format!("a page after a press on `{selector}`"))
            .await
    }

    /// Presses something with the mouse that stays on its page.
    ///
    /// # Errors
    /// There is nothing to press, or something lies over it.
    pub async fn press(&self, selector: &str) -> Outcome<()> {
        let element = format!("document.querySelector({})", json!(selector));
        self.press_on(selector, &element).await
    }

    /// The text of the first element, its blanks made single; of everything when there are several.
    ///
    /// # Errors
    /// There is no such element.
    pub async fn text(&self, selector: &str) -> Outcome<String> {
        let script = format!(
            "(() => {{ const all = [...document.querySelectorAll({})]; if (all.length === 0) return null; \
             return all.map((one) => one.textContent.replace(/\\s+/g, ' ').trim()).join('\\n'); }})()",
            json!(selector)
        );
        if let Value::String(text) = self.evaluate(&script).await? {
            return Ok(text);
        }
        Err(self.missing(selector).await)
    }

    /// One attribute of every element, in the order of the page; elements without it are left out.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn attributes(&self, selector: &str, name: &str) -> Outcome<Vec<String>> {
        let script = format!(
            "[...document.querySelectorAll({})].map((one) => one.getAttribute({}) ?? '')",
            json!(selector),
            json!(name)
        );
        let texts = self.evaluate(&script).await?;
        let texts = texts.as_array().map(Vec::as_slice).unwrap_or_default();
        let texts = texts
            .iter()
            .filter_map(Value::as_str)
            .filter(|text| !text.is_empty());
        Ok(texts.map(str::to_owned).collect())
    }

    /// How many elements there are.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn count(&self, selector: &str) -> Outcome<usize> {
        let script = format!("document.querySelectorAll({}).length", json!(selector));
        let count = self.evaluate(&script).await?;
        Ok(count
            .as_u64()
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(0))
    }

    /// Whether there is such an element.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn exists(&self, selector: &str) -> Outcome<bool> {
        Ok(self.count(selector).await? > 0)
    }

    /// The address without its server.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn path(&self) -> Outcome<String> {
        let path = self.evaluate("location.pathname").await?;
        Ok(path.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script and answers its value; a promise is awaited.
    ///
    /// # Errors
    /// The script throws, with its words.
    pub async fn evaluate(&self, script: &str) -> Outcome<Value> {
        let mut asked = EvaluateParams::new(script);
        asked.await_promise = Some(true);
        asked.return_by_value = Some(true);
        let answer = self.inner.execute(asked).await?.result;
        match answer.exception_details {
            Some(thrown) => {
                let words = thrown.exception.and_then(|exception| exception.description);
                Err(Failure::new(words.unwrap_or(thrown.text)))
            }
            None => Ok(answer.result.value.unwrap_or(Value::Null)),
        }
    }

    /// Waits until a script answers true, asked once a frame.
    ///
    /// # Errors
    /// It does not in time; the message says what was waited for.
    pub async fn until(&self, what: &str, script: &str) -> Outcome<()> {
        let asked = format!(
            "new Promise((answer) => requestAnimationFrame(() => answer(Boolean({script}))))"
        );
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            // While one document gives way to the next the browser has nobody to ask.
            if matches!(self.evaluate(&asked).await, Ok(Value::Bool(true))) {
                return Ok(());
            }
            tokio::task::yield_now().await;
        }
        let place = self.evaluate("location.href").await.unwrap_or_default();
        Err(Failure::new(format!(
            "waited for {what} in vain, at {place}"
        )))
    }

    /// Takes a picture of what a window of this size shows.
    ///
    /// # Errors
    /// The browser does not answer, or the file cannot be written.
    pub async fn screenshot(
        &self,
        file: &Path,
        width: u32,
        height: u32,
        dark: bool,
    ) -> Outcome<()> {
        self.dress(width, height, dark).await?;
        self.take(file, None).await
    }

    /// Takes a picture of the whole page in a window of this size.
    ///
    /// # Errors
    /// The browser does not answer, or the file cannot be written.
    pub async fn whole_screenshot(
        &self,
        file: &Path,
        width: u32,
        height: u32,
        dark: bool,
    ) -> Outcome<()> {
        self.dress(width, height, dark).await?;
        let tall = self
            .evaluate("document.documentElement.scrollHeight")
            .await?;
        let tall = tall.as_f64().unwrap_or_else(|| f64::from(height));
        let whole = Viewport {
            x: 0.0,
            y: 0.0,
            width: f64::from(width),
            height: tall,
            scale: 1.0,
        };
        self.take(file, Some(whole)).await
    }

    /// What the console and the page complained about since the last call.
    pub fn console_errors(&self) -> Vec<String> {
        std::mem::take(
            &mut *self
                .complaints
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    async fn dress(&self, width: u32, height: u32, dark: bool) -> Outcome<()> {
        self.resize(width, height).await?;
        let scheme = if dark { "dark" } else { "light" };
        let media = SetEmulatedMediaParams {
            media: None,
            features: Some(vec![MediaFeature::new("prefers-color-scheme", scheme)]),
        };
        self.inner.execute(media).await?;
        let still = "(async () => { await document.fonts.ready; \
             await Promise.allSettled([...document.images].map((image) => image.decode())); \
             for (const running of document.getAnimations()) running.finish(); \
             for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame); })()";
        self.evaluate(still).await?;
        Ok(())
    }

    async fn take(&self, file: &Path, clip: Option<Viewport>) -> Outcome<()> {
        let mut params = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png);
        if let Some(clip) = clip {
            params = params.capture_beyond_viewport(true).clip(clip);
        }
        let picture = self.inner.screenshot(params.build()).await?;
        std::fs::write(file, picture)
            .map_err(|error| Failure::new(format!("`{}` was not written: {error}", file.display())))
    }

    /// Gives the window another size.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        let size = SetDeviceMetricsOverrideParams::new(width, height, 1.0, false);
        self.inner.execute(size).await?;
        Ok(())
    }

    async fn mark_seen(&self) -> Outcome<()> {
        let script = format!("document.querySelector('main')?.setAttribute('{SEEN}', '') ?? null");
        self.evaluate(&script).await?;
        Ok(())
    }

    async fn new_document(&self, what: &str) -> Outcome<()> {
        let script = format!(
            "document.readyState === 'complete' && document.querySelector('main:not([{SEEN}])')"
        );
        self.until(what, &script).await
    }

    /// Presses the element that a script finds, in its middle, as a hand would; what it is folded into is
    /// opened first.
    async fn press_on(&self, words: &str, element: &str) -> Outcome<()> {
        let script = format!(
            "(() => {{ const it = {element}; if (!it) return 'missing'; \
             for (let fold = it.parentElement?.closest('details:not([open])'); fold; \
                  fold = fold.parentElement?.closest('details:not([open])')) {{ \
               if (!fold.querySelector(':scope > summary').contains(it)) fold.open = true; }} \
             it.scrollIntoView({{ block: 'center', inline: 'center', behavior: 'instant' }}); \
             const box = it.getBoundingClientRect(); \
             const x = box.x + box.width / 2, y = box.y + box.height / 2; \
             const top = document.elementFromPoint(x, y); \
             if (!top || !(it.contains(top) || top.contains(it))) return `covered by ${{top?.outerHTML.slice(0, 120)}}`; \
             return [x, y]; }})()"
        );
        let place = self.evaluate(&script).await?;
        let numbers = place.as_array().map(Vec::as_slice);
        let Some([x, y]) = numbers else {
            return Err(match place.as_str() {
                Some("missing") => self.missing(words).await,
                other => Failure::new(format!("`{words}` is {}", other.unwrap_or("nowhere"))),
            });
        };
        let (x, y) = (
            x.as_f64().unwrap_or_default(),
            y.as_f64().unwrap_or_default(),
        );
        self.drag(&[[x, y]]).await
    }

    async fn found(&self, selector: &str, script: &str) -> Outcome<()> {
        if self.evaluate(script).await? == Value::Bool(true) {
            return Ok(());
        }
        Err(self.missing(selector).await)
    }

    /// That something is missing, with what the page shows in its place.
    async fn missing(&self, selector: &str) -> Failure {
        let shown =
            "`${location.pathname}: ${document.querySelector('main')?.innerText.slice(0, 600)}`";
        let shown = self.evaluate(shown).await.unwrap_or_default();
        Failure::new(format!(
            "there is no `{selector}` at {}",
            shown.as_str().unwrap_or("an empty page")
        ))
    }

    async fn listen(&self) -> Outcome<()> {
        let mut calls = self.inner.event_listener::<EventConsoleApiCalled>().await?;
        let mut thrown = self.inner.event_listener::<EventExceptionThrown>().await?;
        let mut entries = self.inner.event_listener::<log::EventEntryAdded>().await?;
        self.inner.execute(log::EnableParams::default()).await?;
        let complaints = Arc::clone(&self.complaints);
        let note = move |words: String| {
            complaints
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(words);
        };
        let (of_calls, of_thrown, of_entries) = (note.clone(), note.clone(), note);
        tokio::spawn(async move {
            while let Some(call) = calls.next().await {
                if call.r#type == ConsoleApiCalledType::Error {
                    let words = call
                        .args
                        .iter()
                        .filter_map(|argument| argument.value.as_ref());
                    of_calls(words.map(Value::to_string).collect::<Vec<_>>().join(" "));
                }
            }
        });
        tokio::spawn(async move {
            while let Some(event) = thrown.next().await {
                let details = &event.exception_details;
                let words = details
                    .exception
                    .as_ref()
                    .and_then(|it| it.description.clone());
                of_thrown(words.unwrap_or_else(|| details.text.clone()));
            }
        });
        tokio::spawn(async move {
            while let Some(event) = entries.next().await {
                let entry = &event.entry;
                if entry.level == LogEntryLevel::Error {
                    let place = entry.url.as_deref().unwrap_or_default();
                    of_entries(format!("{} {place}", entry.text));
                }
            }
        });
        Ok(())
    }
}
