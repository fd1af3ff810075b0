//! Whether a token admits its bearer.

use axum::http::{HeaderMap, header};
use filiform_units::Timestamp;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;

use super::clients::{Client, Key};

/// Longest token that is looked at.
const LONGEST: usize = 8 * 1024;

/// How long a token may be good for, in seconds.
const LIFE_S: f64 = 300.0;

/// How far two clocks may be apart, in seconds.
pub(super) const SKEW_S: f64 = 60.0;

/// Why a token does not admit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Rejected {
    #[error("send a signed token: `Authorization: Bearer`")]
    Missing,
    #[error("the token cannot be read, lacks a member, or has an `alg` that is not accepted")]
    Unreadable,
    #[error("the token has a critical header that is not understood")]
    Critical,
    #[error("the key `kid` of the token is not known")]
    UnknownKey,
    #[error("the key address `jku` of the token is not the one that is registered here")]
    KeyAddress,
    #[error("the signature of the token does not fit its key")]
    Signature,
    #[error("`iss` of the token is not the owner of its key")]
    Issuer,
    #[error("`aud` of the token is not the exact address that was called")]
    Audience,
    #[error("the token has expired")]
    Expired,
    #[error("the token is not good yet")]
    NotYet,
    #[error("the token is good for more than five minutes, or expires before it begins")]
    TooLong,
    #[error("the token has no `jti`")]
    NoId,
    #[error("the token was used before; make a new one for every call")]
    Replayed,
}

/// What is read of a token once its signature fits. `iss` as one text, since the caller is one system.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    jti: Option<String>,
}

/// A token that admits, but for whether it was used before.
pub(super) struct Good<'a> {
    pub(super) client: &'a Client,
    pub(super) jti: String,
    /// Seconds since 1970 after which it cannot be used again.
    pub(super) until_s: f64,
}

/// The token in the headers.
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str, Rejected> {
    let value = headers
        .get(header::AUTHORIZATION)
        .ok_or(Rejected::Missing)?;
    let value = value.to_str().map_err(|_| Rejected::Unreadable)?;
    let (scheme, token) = value.split_once(' ').ok_or(Rejected::Missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Rejected::Missing);
    }
    Some(token.trim())
        .filter(|token| token.len() <= LONGEST)
        .ok_or(Rejected::Unreadable)
}

/// Checks a token for a call of `address` at `now`.
///
/// Only keys of the list are tried: an address of keys in the token is never followed.
pub(super) fn check<'a>(
    clients: &'a [Client],
    token: &str,
    address: &str,
    now: Timestamp,
) -> Result<Good<'a>, Rejected> {
    let header = decode_header(token).map_err(|_| Rejected::Unreadable)?;
    if header.crit.is_some() {
        return Err(Rejected::Critical);
    }
    let kid = header.kid.ok_or(Rejected::UnknownKey)?;
    let mut known = clients
        .iter()
        .flat_map(|client| client.keys.iter().map(move |key| (client, key)))
        .filter(|(_, key)| key.id == kid && key.algorithms.contains(&header.alg))
        .peekable();
    known.peek().ok_or(Rejected::UnknownKey)?;
    let mut rejected = Rejected::Signature;
    for (client, key) in known {
        match claims(client, key, token, address) {
            Ok(claims) => {
                if header.jku.is_some() && header.jku != client.jku {
                    return Err(Rejected::KeyAddress);
                }
                let (jti, until_s) = timely(claims, now)?;
                return Ok(Good {
                    client,
                    jti,
                    until_s,
                });
            }
            // Another client may have a key of the same name.
            Err(Rejected::Signature) => {}
            Err(other) => rejected = other,
        }
    }
    Err(rejected)
}

/// The claims, when signature, issuer and audience fit.
fn claims(client: &Client, key: &Key, token: &str, address: &str) -> Result<Claims, Rejected> {
    let first = key.algorithms.first().ok_or(Rejected::UnknownKey)?;
    let mut validation = Validation::new(*first);
    validation.algorithms.clone_from(&key.algorithms);
    // Times are compared with our own clock below.
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    validation.set_audience(&[address]);
    validation.set_issuer(&[&client.issuer]);
    let claims = decode::<Claims>(token, &key.key, &validation)
        .map_err(|error| rejected(error.kind()))?
        .claims;
    if claims.iss == client.issuer {
        Ok(claims)
    } else {
        Err(Rejected::Issuer)
    }
}

fn rejected(kind: &ErrorKind) -> Rejected {
    if matches!(kind, ErrorKind::InvalidAudience) {
        Rejected::Audience
    } else if matches!(kind, ErrorKind::InvalidIssuer) {
        Rejected::Issuer
    } else if matches!(kind, ErrorKind::InvalidSignature) {
        Rejected::Signature
    } else {
        // Read only after the signature fitted: a member is missing or is of another type.
        Rejected::Unreadable
    }
}

/// The id of a token whose times are right, and when it can be forgotten.
fn timely(claims: Claims, now: Timestamp) -> Result<(String, f64), Rejected> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds since 1970 fit a double for millions of years"
    )]
    let now_s = (now.micros() / 1_000_000) as f64;
    let numbers = [claims.exp, claims.iat, claims.nbf.unwrap_or(claims.iat)];
    if numbers.iter().any(|number| !number.is_finite()) {
        return Err(Rejected::Unreadable);
    }
    if claims.exp + SKEW_S <= now_s {
        return Err(Rejected::Expired);
    }
    if claims.iat > now_s + SKEW_S || claims.nbf.is_some_and(|nbf| nbf > now_s + SKEW_S) {
        return Err(Rejected::NotYet);
    }
    if claims.exp - claims.iat > LIFE_S || claims.exp < claims.iat {
        return Err(Rejected::TooLong);
    }
    let jti = claims.jti.filter(|jti| (1..=255).contains(&jti.len()));
    Ok((jti.ok_or(Rejected::NoId)?, claims.exp + SKEW_S))
}
