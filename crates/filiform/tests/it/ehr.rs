//! Another record system that calls, with a key of its own.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

/// Where clients believe the service to be.
pub(crate) const ADDRESS: &str = "https://filiform.example.org";
pub(crate) const ISSUER: &str = "https://ehr.example.org";

/// A record system with a key of its own.
pub(crate) struct Ehr {
    keys: EcdsaKeyPair,
    random: SystemRandom,
    calls: AtomicU32,
}

impl Ehr {
    pub(crate) fn new() -> Self {
        let random = SystemRandom::new();
        let curve = &ECDSA_P384_SHA384_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
        Self {
            keys: EcdsaKeyPair::from_pkcs8(curve, document.as_ref(), &random).unwrap(),
            random,
            calls: AtomicU32::new(0),
        }
    }

    pub(crate) fn jwks(&self) -> String {
        let (_, point) = self.keys.public_key().as_ref().split_first().unwrap();
        let (x, y) = point.split_at(point.len() / 2);
        json!({ "keys": [{ "kty": "EC", "crv": "P-384", "kid": "k1", "use": "sig", "alg": "ES384",
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) }] })
        .to_string()
    }

    /// The claims of a token for `path` that holds now.
    pub(crate) fn claims(&self, path: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        json!({ "iss": ISSUER, "aud": format!("{ADDRESS}{path}"), "iat": now.as_secs(),
            "exp": now.as_secs() + 300, "jti": format!("call-{number}") })
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({ "alg": "ES384", "typ": "JWT", "kid": "k1" });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signature = self.keys.sign(&self.random, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(crate) fn token(&self, path: &str) -> String {
        self.sign(&self.claims(path))
    }
}
