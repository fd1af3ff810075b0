//! Signatures of tokens, checked by `ring`. Nothing here signs, and no secret is ever a key.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{Error as Mismatch, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
    VerificationAlgorithm,
};

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: no_signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Lets tokens be checked in this process.
pub(super) fn install() {
    // It was done before: then it is the same.
    let _ = PROVIDER.install_default();
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the provider asks for this signature"
)]
fn no_signer(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the provider asks for this signature"
)]
fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    match (key.family(), key.kind(), check(*algorithm)?) {
        (AlgorithmFamily::Ec, DecodingKeyKind::SecretOrDer(point), Check::Curve(curve)) => {
            Ok(Box::new(Curve {
                algorithm: *algorithm,
                key: UnparsedPublicKey::new(curve, point.clone()),
            }))
        }
        (
            AlgorithmFamily::Rsa,
            DecodingKeyKind::RsaModulusExponent { n, e },
            Check::Rsa(parameters),
        ) => Ok(Box::new(Rsa {
            algorithm: *algorithm,
            parameters,
            key: RsaPublicKeyComponents {
                n: n.clone(),
                e: e.clone(),
            },
        })),
        _ => Err(ErrorKind::InvalidKeyFormat.into()),
    }
}

enum Check {
    Curve(&'static dyn VerificationAlgorithm),
    Rsa(&'static RsaParameters),
}

/// The only algorithms there are here. HMAC is none of them, so a public key can never be a secret.
fn check(algorithm: Algorithm) -> Result<Check, Error> {
    if algorithm == Algorithm::ES384 {
        Ok(Check::Curve(&ECDSA_P384_SHA384_FIXED))
    } else if algorithm == Algorithm::ES256 {
        Ok(Check::Curve(&ECDSA_P256_SHA256_FIXED))
    } else if algorithm == Algorithm::RS384 {
        Ok(Check::Rsa(&RSA_PKCS1_2048_8192_SHA384))
    } else if algorithm == Algorithm::RS256 {
        Ok(Check::Rsa(&RSA_PKCS1_2048_8192_SHA256))
    } else {
        Err(ErrorKind::InvalidAlgorithm.into())
    }
}

struct Curve {
    algorithm: Algorithm,
    key: UnparsedPublicKey<Vec<u8>>,
}

impl Verifier<Vec<u8>> for Curve {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), Mismatch> {
        self.key
            .verify(message, signature)
            .map_err(|_| Mismatch::new())
    }
}

impl JwtVerifier for Curve {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

struct Rsa {
    algorithm: Algorithm,
    parameters: &'static RsaParameters,
    key: RsaPublicKeyComponents<Vec<u8>>,
}

impl Verifier<Vec<u8>> for Rsa {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), Mismatch> {
        self.key
            .verify(self.parameters, message, signature)
            .map_err(|_| Mismatch::new())
    }
}

impl JwtVerifier for Rsa {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
