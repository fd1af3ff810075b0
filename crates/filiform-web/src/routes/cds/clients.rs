//! The systems that may call, as an administrator wrote them down.

use axum::http::{HeaderMap, HeaderValue};
use filiform_units::{ClinicId, Timestamp};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::answers::Refusal;
use super::limits::{Gate, Seen, Used};
use super::{crypto, token};

/// Requests that are answered at the same time.
const AT_ONCE: usize = 8;

/// Whether the list of services is open to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CdsDiscovery {
    /// Everybody may read it. It holds nothing that is not published.
    Open,
    /// Only with a token.
    WithToken,
}

/// Who may call, and where they call.
#[derive(Clone, Debug)]
pub struct CdsSetup {
    /// The address of this installation as clients call it, without `/cds-services`.
    pub address: String,
    /// Who may read the list of services.
    pub discovery: CdsDiscovery,
    /// Web origins from which pages of other systems call.
    pub origins: Vec<String>,
    /// The systems that may call.
    pub clients: Vec<CdsClient>,
}

/// A system that may call.
#[derive(Clone, Debug)]
pub struct CdsClient {
    /// What people call it; it stands in the log.
    pub name: String,
    /// `iss` of its tokens.
    pub issuer: String,
    /// Where it publishes its keys. Only compared with `jku` of its tokens: nothing is fetched.
    pub jku: Option<String>,
    /// Algorithms it may sign with: of `ES384`, `RS384`, `ES256` and `RS256`.
    pub algorithms: Vec<String>,
    /// Its public keys: the text of a JSON Web Key Set.
    pub jwks: String,
    /// The clinic that its feedback is for.
    pub clinic: ClinicId,
}

/// What is wrong with a setup. The number of a client counts from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CdsSetupError {
    /// The address is no address, or ends in a slash.
    #[error("`{0}` is not an address like `https://filiform.example.org`")]
    Address(String),
    /// An origin that is none.
    #[error("`{0}` is not an origin like `https://ehr.example.org`")]
    Origin(String),
    /// Nobody may call.
    #[error("there is no client")]
    NoClient,
    /// The issuer is empty, has control characters, or stands there twice.
    #[error("the issuer `{issuer}` is empty, cannot be used, or stands there twice")]
    Issuer {
        /// The client.
        client: usize,
        /// The issuer.
        issuer: String,
    },
    /// An address of keys that is none.
    #[error("`{jku}` is not an address like `https://ehr.example.org/keys.json`")]
    KeyAddress {
        /// The client.
        client: usize,
        /// The address.
        jku: String,
    },
    /// An algorithm that is not accepted.
    #[error("the algorithm `{algorithm}` is not accepted")]
    Algorithm {
        /// The client.
        client: usize,
        /// The algorithm.
        algorithm: String,
    },
    /// A key set that cannot be used.
    #[error("{why}")]
    Keys {
        /// The client.
        client: usize,
        /// Why.
        why: &'static str,
    },
}

impl CdsSetupError {
    /// The client it is about.
    pub const fn client(&self) -> Option<usize> {
        match self {
            Self::Address(_) | Self::Origin(_) | Self::NoClient => None,
            Self::Issuer { client, .. }
            | Self::KeyAddress { client, .. }
            | Self::Algorithm { client, .. }
            | Self::Keys { client, .. } => Some(*client),
        }
    }

    /// The member of the setup or of the client that it is about.
    pub const fn member(&self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::Origin(_) => "origins",
            Self::NoClient => "clients",
            Self::Issuer { .. } => "issuer",
            Self::KeyAddress { .. } => "jku",
            Self::Algorithm { .. } => "algorithms",
            Self::Keys { .. } => "jwks",
        }
    }

    /// The way out.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Address(_) => {
                "write the address that clients call, without `/cds-services` and without a slash at \
                 the end"
            }
            Self::Origin(_) => "write scheme and host, and a port if there is one, and no path",
            Self::NoClient => "add a `[[clients]]` with `name`, `issuer` and `jwks_file`",
            Self::Issuer { .. } => "write the `iss` of its tokens, once",
            Self::KeyAddress { .. } => {
                "write the `jku` of its tokens, or leave it out: nothing is fetched from there"
            }
            Self::Algorithm { .. } => {
                "use `ES384` or `RS384`; `ES256` and `RS256` only if the client can do nothing better"
            }
            Self::Keys { .. } => {
                "write the public keys as a JSON Web Key Set, each with a `kid` of its own"
            }
        }
    }
}

/// The systems that may call, with what is remembered about their calls.
#[derive(Debug)]
pub struct CdsClients {
    address: String,
    discovery: CdsDiscovery,
    clients: Vec<Client>,
    origins: Vec<HeaderValue>,
    used: Used,
    places: Semaphore,
}

/// One system.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) name: String,
    pub(super) issuer: String,
    pub(super) jku: Option<String>,
    pub(super) clinic: ClinicId,
    pub(super) keys: Vec<Key>,
    gate: Gate,
}

/// One public key and what it may be used for.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) id: String,
    /// Never empty, and all of one family.
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) key: DecodingKey,
}

impl CdsClients {
    /// Checks a setup.
    ///
    /// # Errors
    /// What is wrong, with the client it is about.
    pub fn new(setup: CdsSetup) -> Result<Self, CdsSetupError> {
        crypto::install();
        if !is_address(&setup.address) {
            return Err(CdsSetupError::Address(setup.address));
        }
        let origins = setup.origins.iter().map(|origin| {
            let value = HeaderValue::from_str(origin).ok();
            value
                .filter(|_| is_origin(origin))
                .ok_or_else(|| CdsSetupError::Origin(origin.clone()))
        });
        let origins = origins.collect::<Result<_, _>>()?;
        if setup.clients.is_empty() {
            return Err(CdsSetupError::NoClient);
        }
        let mut clients: Vec<Client> = Vec::new();
        for (number, client) in setup.clients.into_iter().enumerate() {
            let known = Client::new(number, client)?;
            if clients.iter().any(|other| other.issuer == known.issuer) {
                return Err(CdsSetupError::Issuer {
                    client: number,
                    issuer: known.issuer,
                });
            }
            clients.push(known);
        }
        Ok(Self {
            address: setup.address,
            discovery: setup.discovery,
            clients,
            origins,
            used: Used::default(),
            places: Semaphore::new(AT_ONCE),
        })
    }

    /// What people call the systems that may call.
    pub fn names(&self) -> Vec<&str> {
        self.clients
            .iter()
            .map(|client| client.name.as_str())
            .collect()
    }

    /// The address of this installation, without a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }

    pub(super) const fn discovery(&self) -> CdsDiscovery {
        self.discovery
    }

    pub(super) fn origins(&self) -> Vec<HeaderValue> {
        self.origins.clone()
    }

    /// The client whose token admits it to `path` now. The token is used up by it.
    pub(super) fn admit(
        &self,
        headers: &HeaderMap,
        path: &str,
        now: Timestamp,
    ) -> Result<&Client, Refusal> {
        let address = format!("{}{path}", self.address);
        let token = token::bearer(headers).map_err(Refusal::Token)?;
        let good = token::check(&self.clients, token, &address, now).map_err(Refusal::Token)?;
        let now_s = now.micros().div_euclid(1_000_000);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is at most minutes ahead of our own clock"
        )]
        let until_s = good.until_s.ceil() as i64;
        if !good.client.gate.lets_pass(now_s) {
            return Err(Refusal::TooOften);
        }
        match self
            .used
            .take(&good.client.issuer, &good.jti, until_s, now_s)
        {
            Seen::New => Ok(good.client),
            Seen::Before => Err(Refusal::Token(token::Rejected::Replayed)),
            Seen::Full => Err(Refusal::Busy),
        }
    }

    /// A place among those that are answered at the same time.
    pub(super) fn place(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.places.try_acquire().map_err(|_| Refusal::Busy)
    }
}

impl Client {
    fn new(number: usize, client: CdsClient) -> Result<Self, CdsSetupError> {
        if client.issuer.is_empty() || client.issuer.chars().any(char::is_control) {
            return Err(CdsSetupError::Issuer {
                client: number,
                issuer: client.issuer,
            });
        }
        if let Some(jku) = client.jku.as_ref().filter(|jku| !is_address(jku)) {
            return Err(CdsSetupError::KeyAddress {
                client: number,
                jku: jku.clone(),
            });
        }
        let accepted = algorithms(number, &client.algorithms)?;
        let keys = keys(&client.jwks, &accepted);
        Ok(Self {
            name: client.name,
            issuer: client.issuer,
            jku: client.jku,
            clinic: client.clinic,
            keys: keys.map_err(|why| CdsSetupError::Keys {
                client: number,
                why,
            })?,
            gate: Gate::default(),
        })
    }
}

fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let is_plain = |c: char| c.is_ascii_graphic() && !"\"<>?#".contains(c);
        !rest.is_empty() && !rest.ends_with('/') && rest.chars().all(is_plain)
    })
}

fn is_origin(text: &str) -> bool {
    let host = text.split_once("://").map_or("", |(_, host)| host);
    is_address(text) && !host.contains(['/', '*', '@'])
}

fn algorithms(client: usize, names: &[String]) -> Result<Vec<Algorithm>, CdsSetupError> {
    let accepted = |name: &String| match name.as_str() {
        "ES384" => Ok(Algorithm::ES384),
        "RS384" => Ok(Algorithm::RS384),
        "ES256" => Ok(Algorithm::ES256),
        "RS256" => Ok(Algorithm::RS256),
        _ => Err(CdsSetupError::Algorithm {
            client,
            algorithm: name.clone(),
        }),
    };
    names.iter().map(accepted).collect()
}

/// The keys of a set that may be used with one of `accepted`.
fn keys(jwks: &str, accepted: &[Algorithm]) -> Result<Vec<Key>, &'static str> {
    let set: Value = serde_json::from_str(jwks).map_err(|_| "its key set is not JSON")?;
    let list = set.get("keys").and_then(Value::as_array);
    let list = list.ok_or("its key set has no list `keys`")?;
    let mut keys: Vec<Key> = Vec::new();
    for value in list {
        if ["d", "k", "p", "q"]
            .iter()
            .any(|part| value.get(part).is_some())
        {
            return Err("its key set holds a secret, and must hold public keys only");
        }
        let jwk: Jwk =
            serde_json::from_value(value.clone()).map_err(|_| "a key of its set cannot be read")?;
        let Some(algorithms) = usable(&jwk, value, accepted) else {
            continue;
        };
        if !is_whole(&jwk) {
            return Err("a key of its set is cut short, or has fewer than 2048 bits");
        }
        let id = jwk.common.key_id.clone().filter(|id| !id.is_empty());
        let id = id.ok_or("a key of its set has no `kid`")?;
        if keys.iter().any(|key| key.id == id) {
            return Err("two keys of its set have the same `kid`");
        }
        let key = DecodingKey::from_jwk(&jwk);
        keys.push(Key {
            id,
            algorithms,
            key: key.map_err(|_| "a key of its set cannot be read")?,
        });
    }
    if keys.is_empty() {
        return Err("its key set has no key for the accepted algorithms");
    }
    Ok(keys)
}

/// What a key may be used for here; none when it is for something else.
fn usable(jwk: &Jwk, value: &Value, accepted: &[Algorithm]) -> Option<Vec<Algorithm>> {
    let family: &[Algorithm] = if let AlgorithmParameters::EllipticCurve(point) = &jwk.algorithm {
        if point.curve == EllipticCurve::P384 {
            &[Algorithm::ES384]
        } else if point.curve == EllipticCurve::P256 {
            &[Algorithm::ES256]
        } else {
            &[]
        }
    } else if matches!(jwk.algorithm, AlgorithmParameters::RSA(_)) {
        &[Algorithm::RS384, Algorithm::RS256]
    } else {
        &[]
    };
    let is_for_signing = value.get("use").is_none_or(|used| used == "sig");
    let named = value.get("alg").and_then(Value::as_str);
    let algorithms: Vec<Algorithm> = family
        .iter()
        .filter(|algorithm| accepted.contains(algorithm))
        .filter(|algorithm| named.is_none_or(|named| format!("{algorithm:?}") == named))
        .copied()
        .collect();
    (is_for_signing && !algorithms.is_empty()).then_some(algorithms)
}

/// Whether its numbers have as many digits as the curve or the least strength asks for, at six bits a
/// digit. A key that is shorter would refuse every token later on, without a word about why.
fn is_whole(jwk: &Jwk) -> bool {
    if let AlgorithmParameters::EllipticCurve(point) = &jwk.algorithm {
        let digits = if point.curve == EllipticCurve::P384 {
            64
        } else {
            43
        };
        point.x.len() == digits && point.y.len() == digits
    } else if let AlgorithmParameters::RSA(key) = &jwk.algorithm {
        key.n.len() >= 342
    } else {
        false
    }
}

#[cfg(test)]
mod tests;
