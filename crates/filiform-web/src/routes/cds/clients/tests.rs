use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use filiform_units::{ClinicId, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair as _,
};
use serde_json::{Value, json};

use super::*;

const ADDRESS: &str = "https://filiform.example.org";
const PATH: &str = "/cds-services/needling-safety";
const ISSUER: &str = "https://ehr.example.org";
const JKU: &str = "https://ehr.example.org/keys.json";

fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T09:00:00Z").unwrap()
}

fn now_s() -> i64 {
    now().micros() / 1_000_000
}

/// A system with a key of its own.
struct Ehr {
    keys: EcdsaKeyPair,
    random: SystemRandom,
    algorithm: &'static str,
}

impl Ehr {
    fn new() -> Self {
        Self::with("ES384", &ECDSA_P384_SHA384_FIXED_SIGNING)
    }

    fn with(algorithm: &'static str, curve: &'static EcdsaSigningAlgorithm) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
        let keys = EcdsaKeyPair::from_pkcs8(curve, document.as_ref(), &random).unwrap();
        Self {
            keys,
            random,
            algorithm,
        }
    }

    fn jwk(&self) -> Value {
        let (_, point) = self.keys.public_key().as_ref().split_first().unwrap();
        let (x, y) = point.split_at(point.len() / 2);
        let curve = if self.algorithm == "ES384" {
            "P-384"
        } else {
            "P-256"
        };
        json!({ "kty": "EC", "crv": curve, "kid": "k1", "x": URL_SAFE_NO_PAD.encode(x),
            "y": URL_SAFE_NO_PAD.encode(y) })
    }

    fn client(&self) -> CdsClient {
        CdsClient {
            name: "Harbour EHR".to_owned(),
            issuer: ISSUER.to_owned(),
            jku: Some(JKU.to_owned()),
            algorithms: vec!["ES384".to_owned(), "RS384".to_owned()],
            jwks: json!({ "keys": [self.jwk()] }).to_string(),
            clinic: ClinicId::from_bits(1),
        }
    }

    fn header(&self) -> Value {
        json!({ "alg": self.algorithm, "typ": "JWT", "kid": "k1", "jku": JKU })
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = self.keys.sign(&self.random, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": format!("{ADDRESS}{PATH}"), "iat": now_s(),
        "exp": now_s() + 300, "jti": "a" })
}

/// One thing changed; `null` takes the member away.
fn changed(mut value: Value, member: &str, to: Value) -> Value {
    if to.is_null() {
        value.as_object_mut().unwrap().remove(member);
    } else {
        value[member] = to;
    }
    value
}

fn setup(clients: Vec<CdsClient>) -> CdsSetup {
    CdsSetup {
        address: ADDRESS.to_owned(),
        discovery: CdsDiscovery::WithToken,
        origins: vec!["https://ehr.example.org".to_owned()],
        clients,
    }
}

fn clients(ehr: &Ehr) -> CdsClients {
    CdsClients::new(setup(vec![ehr.client()])).unwrap()
}

/// What the token says is answered in words.
fn admitted(clients: &CdsClients, authorization: &str) -> Result<String, String> {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", authorization.parse().unwrap());
    match clients.admit(&headers, PATH, now()) {
        Ok(client) => Ok(client.name.clone()),
        Err(Refusal::Token(rejected)) => Err(rejected.to_string()),
        Err(other) => Err(format!("{other:?}")),
    }
}

#[track_caller]
fn refused(ehr: &Ehr, header: &Value, claims: &Value, because: &str) {
    let token = ehr.sign(header, claims);
    let error = admitted(&clients(ehr), &format!("Bearer {token}")).unwrap_err();
    assert!(error.contains(because), "{error}: {header} {claims}");
}

#[test]
fn a_token_of_a_known_system_for_this_very_address_admits_it_once() {
    let ehr = Ehr::new();
    let clients = clients(&ehr);
    let bearer = format!("Bearer {}", ehr.sign(&ehr.header(), &claims()));
    assert_eq!(admitted(&clients, &bearer).unwrap(), "Harbour EHR");
    let again = admitted(&clients, &bearer).unwrap_err();
    assert!(again.contains("used before"), "{again}");
}

#[test]
fn the_address_may_be_one_of_several_and_the_address_of_keys_need_not_be_named() {
    let ehr = Ehr::new();
    let several = json!(["https://elsewhere.example.org", format!("{ADDRESS}{PATH}")]);
    for (header, claims) in [
        (ehr.header(), changed(claims(), "aud", several)),
        (changed(ehr.header(), "jku", Value::Null), claims()),
    ] {
        let bearer = format!("bearer {}", ehr.sign(&header, &claims));
        assert!(admitted(&clients(&ehr), &bearer).is_ok());
    }
}

#[test]
fn a_header_that_does_not_fit_is_refused() {
    let ehr = Ehr::new();
    for (member, to, because) in [
        ("alg", json!("none"), "cannot be read"),
        ("alg", json!("HS256"), "`kid`"),
        ("alg", json!("HS384"), "`kid`"),
        ("alg", json!("ES256"), "`kid`"),
        ("alg", json!("RS384"), "`kid`"),
        ("alg", Value::Null, "cannot be read"),
        ("kid", json!("k2"), "`kid`"),
        ("kid", Value::Null, "`kid`"),
        ("crit", json!(["exp"]), "critical"),
        ("jku", json!("https://evil.example.org/keys.json"), "`jku`"),
    ] {
        let header = changed(ehr.header(), member, to);
        refused(&ehr, &header, &claims(), because);
    }
}

#[test]
fn a_claim_that_does_not_fit_is_refused() {
    let ehr = Ehr::new();
    let elsewhere = format!("{ADDRESS}/cds-services/needling-plan-check");
    for (member, to, because) in [
        ("iss", json!("https://evil.example.org"), "`iss`"),
        ("iss", json!([ISSUER]), "cannot be read"),
        ("iss", Value::Null, "cannot be read"),
        ("aud", json!(ADDRESS), "`aud`"),
        ("aud", json!(format!("{ADDRESS}{PATH}/")), "`aud`"),
        ("aud", json!(elsewhere), "`aud`"),
        ("aud", json!([]), "`aud`"),
        ("aud", Value::Null, "cannot be read"),
        ("exp", json!(now_s() - 61), "expired"),
        ("exp", json!(now_s() + 301), "five minutes"),
        ("exp", json!(now_s() - 1), "five minutes"),
        ("exp", json!("soon"), "cannot be read"),
        ("exp", json!(1e308), "cannot be read"),
        ("exp", Value::Null, "cannot be read"),
        ("iat", json!(now_s() + 61), "not good yet"),
        ("iat", json!(now_s() - 3_600), "five minutes"),
        ("iat", Value::Null, "cannot be read"),
        ("nbf", json!(now_s() + 61), "not good yet"),
        ("jti", Value::Null, "`jti`"),
        ("jti", json!(""), "`jti`"),
        ("jti", json!("j".repeat(256)), "`jti`"),
    ] {
        refused(&ehr, &ehr.header(), &changed(claims(), member, to), because);
    }
}

#[test]
fn clocks_may_be_a_minute_apart() {
    let ehr = Ehr::new();
    for (iat, exp) in [(60, 360), (-360, -59)] {
        let early = changed(claims(), "iat", json!(now_s() + iat));
        let claims = changed(early, "exp", json!(now_s() + exp.max(iat)));
        let bearer = format!("Bearer {}", ehr.sign(&ehr.header(), &claims));
        let answer = admitted(&clients(&ehr), &bearer);
        // The second lives for 301 seconds.
        assert_eq!(answer.is_ok(), exp - iat <= 300, "{answer:?}");
    }
    let late = changed(claims(), "iat", json!(now_s() - 350));
    let late = changed(late, "exp", json!(now_s() - 59));
    let bearer = format!("Bearer {}", ehr.sign(&ehr.header(), &late));
    assert!(admitted(&clients(&ehr), &bearer).is_ok());
}

#[test]
fn a_token_that_another_key_signed_or_that_was_changed_is_refused() {
    let (ehr, thief) = (Ehr::new(), Ehr::new());
    let forged = thief.sign(&thief.header(), &claims());
    let error = admitted(&clients(&ehr), &format!("Bearer {forged}")).unwrap_err();
    assert!(error.contains("signature"), "{error}");
    let good = ehr.sign(&ehr.header(), &claims());
    let mut parts: Vec<&str> = good.split('.').collect();
    let other = URL_SAFE_NO_PAD.encode(changed(claims(), "jti", json!("b")).to_string());
    parts[1] = &other;
    let error = admitted(&clients(&ehr), &format!("Bearer {}", parts.join("."))).unwrap_err();
    assert!(error.contains("signature"), "{error}");
    parts[2] = "";
    assert!(admitted(&clients(&ehr), &format!("Bearer {}", parts.join("."))).is_err());
}

#[test]
fn what_is_no_token_is_refused() {
    let clients = clients(&Ehr::new());
    for authorization in [
        "Basic bm9yYTpub3Jh".to_owned(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Bearer a.b.c".to_owned(),
        format!("Bearer {}", "a".repeat(9_000)),
    ] {
        assert!(admitted(&clients, &authorization).is_err());
    }
    let nothing = clients.admit(&HeaderMap::new(), PATH, now());
    assert!(matches!(
        nothing,
        Err(Refusal::Token(token::Rejected::Missing))
    ));
}

#[test]
fn a_public_key_is_never_taken_as_the_secret_of_an_hmac() {
    let ehr = Ehr::new();
    let header = changed(ehr.header(), "alg", json!("HS384"));
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims()));
    for secret in [
        ehr.client().jwks.into_bytes(),
        ehr.keys.public_key().as_ref().to_vec(),
    ] {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA384, &secret);
        let tag = ring::hmac::sign(&key, signed.as_bytes());
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag));
        let error = admitted(&clients(&ehr), &format!("Bearer {token}")).unwrap_err();
        assert!(error.contains("`kid`"), "{error}");
    }
}

#[test]
fn the_weaker_algorithms_hold_only_for_a_client_that_may_use_them() {
    let ehr = Ehr::with("ES256", &ECDSA_P256_SHA256_FIXED_SIGNING);
    let bearer = format!("Bearer {}", ehr.sign(&ehr.header(), &claims()));
    let mut client = ehr.client();
    let error = CdsClients::new(setup(vec![client.clone()])).unwrap_err();
    assert_eq!(error.member(), "jwks");
    client.algorithms.push("ES256".to_owned());
    let known = CdsClients::new(setup(vec![client])).unwrap();
    assert!(admitted(&known, &bearer).is_ok());
}

#[test]
fn a_token_signed_with_rsa_is_read_too() {
    let rs384 = include_str!("../../../../fixtures/rs384.jwt").trim();
    let rs256 = include_str!("../../../../fixtures/rs256.jwt").trim();
    let mut client = Ehr::new().client();
    client.jwks = include_str!("../../../../fixtures/rsa-keys.json").to_owned();
    let strict = CdsClients::new(setup(vec![client.clone()])).unwrap();
    assert!(admitted(&strict, &format!("Bearer {rs384}")).is_ok());
    assert!(admitted(&strict, &format!("Bearer {rs256}")).is_err());
    client.algorithms.push("RS256".to_owned());
    let lenient = CdsClients::new(setup(vec![client])).unwrap();
    assert!(admitted(&lenient, &format!("Bearer {rs256}")).is_ok());
}

#[test]
fn two_systems_may_name_their_keys_alike() {
    let (one, other) = (Ehr::new(), Ehr::new());
    let mut second = other.client();
    second.issuer = "https://other.example.org".to_owned();
    second.name = "Other EHR".to_owned();
    let known = CdsClients::new(setup(vec![one.client(), second])).unwrap();
    let own = changed(claims(), "iss", json!("https://other.example.org"));
    let bearer = format!("Bearer {}", other.sign(&other.header(), &own));
    assert_eq!(admitted(&known, &bearer).unwrap(), "Other EHR");
    let stolen = format!("Bearer {}", other.sign(&other.header(), &claims()));
    let error = admitted(&known, &stolen).unwrap_err();
    assert!(error.contains("`iss`"), "{error}");
}

#[test]
fn a_setup_that_cannot_hold_names_the_member_and_the_client() {
    let ehr = Ehr::new();
    let with = |change: &dyn Fn(&mut CdsSetup)| {
        let mut setup = setup(vec![ehr.client()]);
        change(&mut setup);
        let error = CdsClients::new(setup).unwrap_err();
        assert!(!error.hint().is_empty());
        (error.client(), error.member())
    };
    let keys = |value: Value| json!({ "keys": [value] }).to_string();
    assert_eq!(with(&|s| s.address += "/"), (None, "address"));
    assert_eq!(with(&|s| s.address = "filiform".into()), (None, "address"));
    assert_eq!(with(&|s| s.origins.push("*".into())), (None, "origins"));
    assert_eq!(with(&|s| s.clients.clear()), (None, "clients"));
    assert_eq!(with(&|s| s.clients[0].issuer.clear()), (Some(0), "issuer"));
    assert_eq!(with(&|s| s.clients.push(ehr.client())), (Some(1), "issuer"));
    assert_eq!(
        with(&|s| s.clients[0].jku = Some("keys".into())),
        (Some(0), "jku")
    );
    assert_eq!(
        with(&|s| s.clients[0].algorithms.push("HS256".into())),
        (Some(0), "algorithms")
    );
    for jwks in [
        "no JSON".to_owned(),
        "{}".to_owned(),
        json!({ "keys": [] }).to_string(),
        keys(changed(ehr.jwk(), "kid", Value::Null)),
        keys(changed(ehr.jwk(), "d", json!("AAAA"))),
        keys(changed(ehr.jwk(), "use", json!("enc"))),
        keys(changed(ehr.jwk(), "x", json!("?"))),
        keys(changed(ehr.jwk(), "x", json!("AAAA"))),
        keys(json!({ "kty": "oct", "kid": "k1", "k": "AAAA" })),
        json!({ "keys": [ehr.jwk(), ehr.jwk()] }).to_string(),
    ] {
        assert_eq!(
            with(&|s| s.clients[0].jwks = jwks.clone()),
            (Some(0), "jwks"),
            "{jwks}"
        );
    }
}

#[test]
fn a_client_that_calls_too_often_is_told_so_and_another_is_answered() {
    let (one, other) = (Ehr::new(), Ehr::new());
    let mut second = other.client();
    second.issuer = "https://other.example.org".to_owned();
    let known = CdsClients::new(setup(vec![one.client(), second])).unwrap();
    let call = |ehr: &Ehr, issuer: &str, number: usize| {
        let own = changed(claims(), "iss", json!(issuer));
        let own = changed(own, "jti", json!(number.to_string()));
        admitted(&known, &format!("Bearer {}", ehr.sign(&ehr.header(), &own)))
    };
    assert!((0..600).all(|number| call(&one, ISSUER, number).is_ok()));
    assert_eq!(call(&one, ISSUER, 600).unwrap_err(), "TooOften");
    assert!(call(&other, "https://other.example.org", 0).is_ok());
}

#[test]
fn more_than_is_answered_at_once_is_put_off_and_a_place_comes_back() {
    let known = clients(&Ehr::new());
    let mut places: Vec<_> = (0..AT_ONCE).map(|_| known.place().unwrap()).collect();
    assert!(matches!(known.place(), Err(Refusal::Busy)));
    places.pop();
    assert!(known.place().is_ok());
}

#[test]
fn a_token_that_is_sent_many_times_at_once_admits_one_call() {
    let ehr = Ehr::new();
    let known = clients(&ehr);
    let bearer = format!("Bearer {}", ehr.sign(&ehr.header(), &claims()));
    let admitted_calls = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| admitted(&known, &bearer).is_ok()))
            .collect();
        let answers = calls.into_iter().map(|call| call.join().unwrap());
        answers.filter(|is_admitted| *is_admitted).count()
    });
    assert_eq!(admitted_calls, 1);
}
