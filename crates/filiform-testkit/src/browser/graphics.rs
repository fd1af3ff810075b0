//! What Chromium draws with.

/// What a page can draw with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Graphics {
    /// WebGL, reckoned by the processor.
    Software,
    /// No WebGL, as in an old or locked browser.
    NoWebGl,
}

impl Graphics {
    /// Switches without a value.
    pub(super) const fn switches(self) -> &'static [&'static str] {
        match self {
            // Only WebGL goes the slow way; the page itself is put together without it.
            Self::Software => &["enable-unsafe-swiftshader", "disable-gpu-compositing"],
            Self::NoWebGl => &["disable-gpu", "disable-3d-apis"],
        }
    }

    /// Switches with their values.
    pub(super) const fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Software => &[("use-gl", "angle"), ("use-angle", "swiftshader")],
            Self::NoWebGl => &[],
        }
    }
}
