use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use filiform_web::assets;
use tower::ServiceExt as _;

async fn get(address: &str, known_tag: Option<&str>) -> Response<Body> {
    let mut request = Request::get(address);
    if let Some(tag) = known_tag {
        request = request.header(header::IF_NONE_MATCH, tag);
    }
    let router: Router = assets::router();
    router
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn an_asset_is_kept_for_ever_and_has_its_type() {
    for (name, media_type) in [
        ("filiform.css", "text/css; charset=utf-8"),
        ("islands/islands.mjs", "text/javascript; charset=utf-8"),
        ("fonts/inter-latin-wght-normal.woff2", "font/woff2"),
        ("body/female-front.webp", "image/webp"),
    ] {
        let response = get(&assets::url(name), None).await;
        assert_eq!(response.status(), StatusCode::OK, "{name}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], media_type);
        let cache = response.headers()[header::CACHE_CONTROL].to_str().unwrap();
        assert!(cache.contains("immutable"), "{cache}");
    }
}

#[tokio::test]
async fn an_asset_that_the_browser_has_is_not_sent_again() {
    let first = get(&assets::url("filiform.css"), None).await;
    let tag = first.headers()[header::ETAG].to_str().unwrap();
    let again = get(&assets::url("filiform.css"), Some(tag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn an_old_address_still_answers_but_is_not_kept() {
    let response = get("/assets/0000/filiform.css", None).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
}

#[tokio::test]
async fn what_is_not_embedded_is_not_found() {
    let response = get("/assets/0000/../Cargo.toml", None).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}
