//! A hand on the body of a page: taps places of the skin where the page draws them.

use chromiumoxide::cdp::browser_protocol::input::{
    DispatchKeyEventParams, DispatchKeyEventType, DispatchMouseEventParams, DispatchMouseEventType,
    GestureSourceType, MouseButton, SynthesizePinchGestureParams,
};
use chromiumoxide::cdp::browser_protocol::network::ClearBrowserCacheParams;
use filiform_knowledge::{Body, Figure, SkinPlace};
use serde_json::Value;

use super::{Failure, Outcome, Page};

/// Where the skin is on the screen: what the page says of its camera, once it rests.
#[derive(Clone, Copy, Debug)]
struct View {
    yaw: f64,
    pitch: f64,
    centre: [f64; 3],
    /// Pixels a millimetre.
    scale: f64,
    /// The middle of the stage in the window.
    middle: [f64; 2],
}

impl Page {
    /// Waits until the body can be turned or, without WebGL, until its pictures can be tapped; answers
    /// which of the two: `webgl` or `pictures`.
    ///
    /// # Errors
    /// It is neither in time.
    pub async fn body_ready(&self) -> Outcome<String> {
        let ready = "document.querySelector('.body-chart')?.dataset.ready";
        self.until("the body", ready).await?;
        let kind = self.evaluate(ready).await?;
        self.body_rests().await?;
        Ok(kind.as_str().unwrap_or_default().to_owned())
    }

    /// Chooses a view by its button and waits until the body rests in it.
    ///
    /// # Errors
    /// There is no such view.
    pub async fn body_view(&self, words: &str) -> Outcome<()> {
        let find = format!(
            "(() => {{ const it = [...document.querySelectorAll('.body-live button')] \
             .find((one) => one.textContent.trim() === {words:?}); if (!it) return false; \
             it.click(); return true; }})()"
        );
        if self.evaluate(&find).await? != Value::Bool(true) {
            return Err(Failure::new(format!("there is no view `{words}`")));
        }
        self.body_rests().await
    }

    /// Taps a place of the skin.
    ///
    /// # Errors
    /// The place is outside the window, or the page does not answer.
    pub async fn tap_skin(&self, body: &Body, figure: Figure, place: SkinPlace) -> Outcome<()> {
        let at = self.on_screen(body, figure, place).await?;
        self.drag(&[at]).await
    }

    /// Draws over places of the skin without lifting the finger.
    ///
    /// # Errors
    /// A place is outside the window, or the page does not answer.
    pub async fn draw_on_skin(
        &self,
        body: &Body,
        figure: Figure,
        places: &[SkinPlace],
    ) -> Outcome<()> {
        let mut path = Vec::new();
        for place in places {
            path.push(self.on_screen(body, figure, *place).await?);
        }
        self.drag(&path).await
    }

    /// Presses a key, as the keyboard names it, for example `Enter` or `ArrowLeft`.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn key(&self, key: &str) -> Outcome<()> {
        for kind in [DispatchKeyEventType::KeyDown, DispatchKeyEventType::KeyUp] {
            let mut event = DispatchKeyEventParams::new(kind);
            event.key = Some(key.to_owned());
            if key == "Enter" {
                // Without its character a press on Enter does not press a button.
                event.text = Some("\r".to_owned());
                event.windows_virtual_key_code = Some(13);
            }
            self.inner.execute(event).await?;
        }
        Ok(())
    }

    /// Presses the mouse at the first place of the window, moves it along the others and lets go.
    pub(super) async fn drag(&self, path: &[[f64; 2]]) -> Outcome<()> {
        let (Some(first), Some(last)) = (path.first(), path.last()) else {
            return Ok(());
        };
        let moves = path.iter().skip(1);
        let pressed = std::iter::once((DispatchMouseEventType::MousePressed, first));
        let moved = moves.map(|at| (DispatchMouseEventType::MouseMoved, at));
        let released = std::iter::once((DispatchMouseEventType::MouseReleased, last));
        for (kind, [x, y]) in pressed.chain(moved).chain(released) {
            let mut event = DispatchMouseEventParams::new(kind, *x, *y);
            event.button = Some(MouseButton::Left);
            event.buttons = Some(1);
            event.click_count = Some(1);
            self.inner.execute(event).await?;
        }
        Ok(())
    }

    /// Spreads two fingers on the middle of the body until they are `factor` times as far apart.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn pinch(&self, factor: f64) -> Outcome<()> {
        let [x, y] = self.view().await?.middle;
        let mut fingers = SynthesizePinchGestureParams::new(x, y, factor);
        fingers.gesture_source_type = Some(GestureSourceType::Touch);
        self.inner.execute(fingers).await?;
        Ok(())
    }

    /// Pixels for each millimetre of the body.
    ///
    /// # Errors
    /// The body does not rest.
    pub async fn body_scale(&self) -> Outcome<f64> {
        self.body_rests().await?;
        Ok(self.view().await?.scale)
    }

    /// Forgets everything that was loaded before.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn forget_cache(&self) -> Outcome<()> {
        self.inner.execute(ClearBrowserCacheParams {}).await?;
        Ok(())
    }

    async fn body_rests(&self) -> Outcome<()> {
        let rests = "Boolean(document.querySelector('.body-surface')?.dataset.rests)";
        self.until("the body to rest", rests).await
    }

    async fn on_screen(&self, body: &Body, figure: Figure, place: SkinPlace) -> Outcome<[f64; 2]> {
        let view = self.view().await?;
        Ok(view.project(body.position(figure, place)))
    }

    async fn view(&self) -> Outcome<View> {
        let script = "(() => { const it = document.querySelector('.body-surface'); \
             it.scrollIntoView({ block: 'center', behavior: 'instant' }); \
             const box = it.getBoundingClientRect(); \
             return [...it.dataset.rests.split(' ').map(Number), box.x + box.width / 2, box.y + box.height / 2]; })()";
        let told = self.evaluate(script).await?;
        let numbers: Vec<f64> = told
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_f64)
            .collect();
        let &[yaw, pitch, x, y, z, scale, left, top] = numbers.as_slice() else {
            return Err(Failure::new(format!(
                "the body does not say how it is seen: {told}"
            )));
        };
        Ok(View {
            yaw,
            pitch,
            centre: [x, y, z],
            scale,
            middle: [left, top],
        })
    }
}

impl View {
    fn project(&self, at: [f32; 3]) -> [f64; 2] {
        let (yaw, pitch) = (self.yaw.to_radians(), self.pitch.to_radians());
        let toward = [
            yaw.sin() * pitch.cos(),
            pitch.sin(),
            yaw.cos() * pitch.cos(),
        ];
        let right = [yaw.cos(), 0.0, -yaw.sin()];
        let up = [
            toward[1] * right[2] - toward[2] * right[1],
            toward[2] * right[0] - toward[0] * right[2],
            toward[0] * right[1] - toward[1] * right[0],
        ];
        let from: Vec<f64> = (0..3)
            .map(|axis| f64::from(at[axis]) - self.centre[axis])
            .collect();
        let along = |axis: [f64; 3]| (0..3).map(|i| axis[i] * from[i]).sum::<f64>();
        [
            self.middle[0] + along(right) * self.scale,
            self.middle[1] - along(up) * self.scale,
        ]
    }
}
