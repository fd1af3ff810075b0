//! Pages of other systems, in Chromium: those of an origin that the file names get cards.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use filiform_testkit::browser::Browser;
use serde_json::Value;

use crate::hooks_support::{SAFETY, Service, patient_view};

/// The origin of an empty page. It is served until the test program ends.
fn given_an_origin() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // A browser opens connections ahead of need; one that it does not use keeps nobody waiting.
            std::thread::spawn(move || {
                // A browser that went away needs no page.
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 29\r\n\
                      Connection: close\r\n\r\n<!doctype html><main>x</main>",
                );
            });
        }
    });
    format!("http://{address}")
}

/// A call from a page: the number of cards, or that the browser let nothing through.
fn call(service: &Service) -> String {
    format!(
        "fetch('http://{}{SAFETY}', {{ method: 'POST', body: JSON.stringify({}), headers: {{ \
         'Content-Type': 'application/json', 'Authorization': 'Bearer {}' }} }}) \
         .then((answer) => answer.json()).then((answer) => answer.cards.length, () => 'nothing')",
        service.address,
        patient_view(),
        service.ehr.token(SAFETY)
    )
}

#[tokio::test]
async fn a_page_of_a_named_origin_gets_cards_and_one_of_another_gets_nothing() {
    let (named, other) = (given_an_origin(), given_an_origin());
    let service = Service::start_for(&named, "");
    let browser = Browser::start()
        .await
        .unwrap_or_else(|failure| panic!("{failure}"));
    let page = browser.page().await.unwrap();
    page.goto(&format!("{named}/")).await.unwrap();
    let cards = page.evaluate(&call(&service)).await.unwrap();
    page.goto(&format!("{other}/")).await.unwrap();
    let nothing = page.evaluate(&call(&service)).await.unwrap();
    browser.close().await.unwrap();
    assert!(cards.as_u64().unwrap() > 0, "{cards}");
    assert_eq!(nothing, Value::from("nothing"));
}
