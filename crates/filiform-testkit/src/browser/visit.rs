//! What a clinician does on the pages, step by step.

use std::path::Path;

use super::{Demo, Failure, Outcome, Page};

/// A clinician at the pages of one demonstration.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The page.
    pub page: Page,
    origin: String,
}

/// The answers to the two instruments of the assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pain {
    /// Pain from 0 to 10.
    pub nprs: u8,
    /// Pain, enjoyment and activity, each from 0 to 10.
    pub peg: [u8; 3],
}

impl Visit {
    /// Goes to the demonstration with a page.
    pub fn new(page: Page, demo: &Demo) -> Self {
        Self {
            page,
            origin: demo.origin.clone(),
        }
    }

    /// Opens a path of the demonstration.
    ///
    /// # Errors
    /// As [`Page::goto`].
    pub async fn open(&self, path: &str) -> Outcome<()> {
        self.page.goto(&format!("{}{path}", self.origin)).await
    }

    /// Signs in.
    ///
    /// # Errors
    /// A field or the button is missing.
    pub async fn sign_in(&self, demo: &Demo) -> Outcome<()> {
        self.open("/").await?;
        self.page.fill("#username", &demo.login).await?;
        self.page.fill("#password", &demo.password).await?;
        self.page.click("main button.primary").await
    }

    /// Imports a file by the form and stays at the answer.
    ///
    /// # Errors
    /// The form is missing.
    pub async fn import(&self, file: &Path) -> Outcome<()> {
        self.open("/import").await?;
        self.page.attach("input[type=file]", file).await?;
        self.page.click("main button.primary").await
    }

    /// From the patient's page to the assessment, with the questions of a condition open.
    ///
    /// # Errors
    /// A link, a choice or the button is missing.
    pub async fn begin_assessment(&self, condition: &str) -> Outcome<()> {
        self.page
            .click("main a.button.primary[href$='/assess']")
            .await?;
        self.page
            .choose(&format!("input[name=condition][value='{condition}']"))
            .await?;
        self.page.click("button[name=step]").await
    }

    /// Fills in the assessment: a side, the measures, `no` to every question.
    ///
    /// # Errors
    /// A field is missing.
    pub async fn fill_assessment(&self, side: &str, pain: Pain) -> Outcome<()> {
        let page = &self.page;
        // A body that arrives late moves what stands below it.
        page.body_ready().await?;
        page.choose(&format!("input[name=side][value={side}]"))
            .await?;
        page.fill("#onset", "2025-04").await?;
        page.fill("#goals", "Walk to the harbour again").await?;
        self.answer_pain(pain).await?;
        page.choose(&format!("[id='area-knee.{side}']")).await?;
        for name in page
            .attributes("input[name^=answer-][value=no]", "name")
            .await?
        {
            page.choose(&format!("input[name='{name}'][value=no]"))
                .await?;
        }
        page.choose("input[name=first_needles][value=no]").await
    }

    /// Answers the pain score and the three questions on daily life.
    ///
    /// # Errors
    /// A scale is missing.
    pub async fn answer_pain(&self, pain: Pain) -> Outcome<()> {
        let [strength, enjoyment, activity] = pain.peg;
        let answers = [
            ("nprs", pain.nprs),
            ("peg_pain", strength),
            ("peg_enjoyment", enjoyment),
            ("peg_activity", activity),
        ];
        for (name, value) in answers {
            self.page
                .choose(&format!("input[name={name}][value='{value}']"))
                .await?;
        }
        Ok(())
    }

    /// Saves the assessment: the plan follows.
    ///
    /// # Errors
    /// The button is missing.
    pub async fn save_assessment(&self) -> Outcome<()> {
        self.page
            .click("form.assess > .actions button.primary")
            .await
    }

    /// Adds a needle to the plan by hand.
    ///
    /// # Errors
    /// The form is missing.
    pub async fn add_needle(&self, point: &str, side: &str, depth: (&str, &str)) -> Outcome<()> {
        let page = &self.page;
        page.fill("#point", point).await?;
        page.choose(&format!(
            "details.add-needle input[name=side][value={side}]"
        ))
        .await?;
        page.fill("#depth_min_mm", depth.0).await?;
        page.fill("#depth_max_mm", depth.1).await?;
        page.click("details.add-needle form button[type=submit]")
            .await
    }

    /// Takes a needle out of the plan again.
    ///
    /// # Errors
    /// It is not in the plan.
    pub async fn remove_planned(&self, point: &str, side: &str) -> Outcome<()> {
        let button = format!("button[aria-label='Remove {point} {side}' i]");
        self.page.click(&button).await
    }

    /// Says `no` to every question, then gives a reason for whatever is still open. Says how many reasons.
    ///
    /// # Errors
    /// A form is missing, or the answers do not end.
    pub async fn answer_every_finding(&self) -> Outcome<usize> {
        let page = &self.page;
        for _ in 0..10 {
            let names = page.attributes(".ask input[value=no]", "name").await?;
            if names.is_empty() {
                break;
            }
            for name in names {
                page.choose(&format!(".ask input[name='{name}'][value=no]"))
                    .await?;
            }
            page.click(".ask form[action$='/answers'] button[type=submit]")
                .await?;
        }
        for answered in 0..40 {
            let open = page.attributes(".answer", "id").await?;
            let Some(first) = open.first() else {
                return Ok(answered);
            };
            let form = format!("[id='{first}'] form[action$='/overrides']");
            let reason = "Talked through with the patient; benefit is worth it.";
            page.fill(&format!("{form} textarea"), reason).await?;
            page.click(&format!("{form} button[type=submit]")).await?;
        }
        Err(Failure::new("findings are still open after forty answers"))
    }

    /// From anywhere to the page of the patient whose name begins so.
    ///
    /// # Errors
    /// Nobody is called so.
    pub async fn find(&self, name: &str) -> Outcome<()> {
        self.open(&format!("/patients?q={name}")).await?;
        self.page.click("main a[href^='/patients/']").await
    }

    /// Adds a fact by hand to the history of a patient.
    ///
    /// # Errors
    /// A field is missing.
    pub async fn add_fact(&self, name: &str, kind: &str, words: &str) -> Outcome<()> {
        self.find(name).await?;
        let page = &self.page;
        page.click(".tabs a[href$='/history']").await?;
        page.evaluate("document.querySelector('.add-fact').open = true")
            .await?;
        page.evaluate(&format!(
            "document.querySelector('#kind').value = {}",
            serde_json::json!(kind)
        ))
        .await?;
        page.fill("#text", words).await?;
        page.choose(".add-fact input[name=status][value=present]")
            .await?;
        page.click(".add-fact button[type=submit]").await
    }

    /// Makes a link to the questions of the plan; answers its path.
    ///
    /// # Errors
    /// There is nothing to ask, or the link is not shown.
    pub async fn send_questions(&self) -> Outcome<String> {
        self.page
            .click(".send-questions button[type=submit]")
            .await?;
        let address = self.page.attributes("#address", "value").await?;
        let path = address
            .first()
            .and_then(|address| address.find("/q/").and_then(|at| address.get(at..)));
        path.map(str::to_owned)
            .ok_or_else(|| Failure::new("the page shows no link"))
    }

    /// Agrees the plan as it stands.
    ///
    /// # Errors
    /// It cannot be agreed yet.
    pub async fn agree(&self) -> Outcome<()> {
        self.page.click("form.dose button.primary").await
    }

    /// Starts a session of the agreed plan and goes on to placing.
    ///
    /// # Errors
    /// A button is missing.
    pub async fn start_session(&self) -> Outcome<()> {
        self.page
            .click("form[action$='/sessions'] button.primary")
            .await?;
        if self.page.exists("form[action$='/begin']").await? {
            self.page
                .click("form[action$='/begin'] button.primary")
                .await?;
        }
        Ok(())
    }

    /// How many needles are in, as the page counts.
    ///
    /// # Errors
    /// The count is missing.
    pub async fn needles_in(&self) -> Outcome<usize> {
        let text = self
            .page
            .text(".figures > .figure:first-child .big")
            .await?;
        text.parse()
            .map_err(|_| Failure::new(format!("`{text}` is not a count")))
    }

    /// Places the next planned needle: by its dot on the body, or by the button beside it.
    ///
    /// # Errors
    /// Nothing is left to place.
    pub async fn place_next(&self, by_dot: bool) -> Outcome<()> {
        let button = "form[id^='place-']:not(#place-other) button";
        if !by_dot {
            return self.page.click(button).await;
        }
        let form = self
            .page
            .attributes("form[id^='place-']:not(#place-other)", "id")
            .await?;
        let form = form
            .first()
            .ok_or_else(|| Failure::new("nothing is left to place"))?;
        self.press_or_dot(form, by_dot).await
    }

    /// The button of a form in the list, or its label on the body where the body shows it.
    async fn press_or_dot(&self, form: &str, by_dot: bool) -> Outcome<()> {
        let plain = format!("[id='{form}'] button");
        if !by_dot {
            return self.page.click(&plain).await;
        }
        self.page.body_ready().await?;
        let label = format!(".body-label[form='{form}']:not(.is-far)");
        let is_shown = self.page.exists(&label).await?;
        self.page
            .click(if is_shown { &label } else { &plain })
            .await
    }

    /// Starts the rest, whether every planned needle is in or not.
    ///
    /// # Errors
    /// The form is missing.
    pub async fn start_rest(&self, minutes: u8) -> Outcome<()> {
        let page = &self.page;
        page.fill(
            "form[action$='/rest'] [name=retention_min]",
            &minutes.to_string(),
        )
        .await?;
        page.click("form[action$='/rest'] button[type=submit]")
            .await
    }

    /// Takes the next needle out: by its dot on the body, or by the button beside it.
    ///
    /// # Errors
    /// No needle is in.
    pub async fn remove_next(&self, by_dot: bool) -> Outcome<()> {
        let form = self.page.attributes("form[id^='remove-']", "id").await?;
        let form = form
            .first()
            .ok_or_else(|| Failure::new("no needle is in"))?;
        self.press_or_dot(form, by_dot).await
    }

    /// Counts and signs.
    ///
    /// # Errors
    /// The form is missing.
    pub async fn sign(&self, counted_in: usize, counted_out: usize) -> Outcome<()> {
        let page = &self.page;
        page.fill("#counted_in", &counted_in.to_string()).await?;
        page.fill("#counted_out", &counted_out.to_string()).await?;
        page.choose("#sharps_disposed").await?;
        page.click("#sign button[type=submit]").await
    }
}
