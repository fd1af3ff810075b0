//! The pages over plain HTTP, as something that is not our page would send its forms.

use filiform_testkit::browser::Demo;
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

/// A visitor who is signed in, without a browser.
#[derive(Debug)]
pub(crate) struct Visitor {
    client: Client,
    origin: String,
    /// The sign-in, as a browser sends it back.
    pub(crate) cookie: String,
}

/// A page as it was answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) html: String,
}

impl Answered {
    async fn of(response: Response) -> Self {
        let status = response.status();
        Self {
            status,
            html: response.text().await.unwrap(),
        }
    }

    /// The value of a hidden field, as the first form of the page carries it.
    pub(crate) fn hidden(&self, name: &str) -> String {
        between(&self.html, &format!("name=\"{name}\" value=\""), "\"")
            .unwrap_or_else(|| panic!("there is no hidden `{name}`"))
    }

    /// The first address on the page that begins with `start` and contains `part`.
    pub(crate) fn link(&self, start: &str, part: &str) -> String {
        let links = self.html.split("href=\"").skip(1);
        let links = links.filter_map(|rest| rest.split('"').next());
        let mut found = links.filter(|link| link.starts_with(start) && link.contains(part));
        found
            .next()
            .unwrap_or_else(|| panic!("no link begins with `{start}`"))
            .to_owned()
    }
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found.to_owned())
}

impl Visitor {
    /// Signs in.
    pub(crate) async fn signed_in(demo: &Demo) -> Self {
        let stay = Client::builder().redirect(Policy::none()).build().unwrap();
        let fields = [
            ("username", demo.login.as_str()),
            ("password", demo.password.as_str()),
        ];
        let request = stay.post(format!("{}/sign-in", demo.origin)).form(&fields);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = answer.headers().get(SET_COOKIE).unwrap().to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Self {
            client: Client::new(),
            origin: demo.origin.clone(),
            cookie,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        let request = self.client.get(format!("{}{path}", self.origin));
        Answered::of(request.header(COOKIE, &self.cookie).send().await.unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let request = self
            .client
            .post(format!("{}{path}", self.origin))
            .form(fields);
        Answered::of(request.header(COOKIE, &self.cookie).send().await.unwrap()).await
    }

    /// The page of the patient with this name.
    pub(crate) async fn patient(&self, name: &str) -> (String, Answered) {
        let list = self.get(&format!("/patients?q={name}")).await;
        let path = list.link("/patients/", "-");
        let page = self.get(&path).await;
        assert!(page.html.contains(name), "`{path}` is not {name}");
        (path, page)
    }
}
