//! Access tokens (JWT, HMAC-SHA-256) and refresh tokens (256 random bits, of which we keep the hash).

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::TryRngCore;
use rand::rngs::OsRng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::segel::Segel;
use crate::config::Secret;

/// Life of an access token.
pub const ACCESS_LIFE: TimeDelta = TimeDelta::minutes(15);

/// Signs and reads access tokens, and seals what is kept encrypted.
pub struct Keys {
    sign: EncodingKey,
    read: DecodingKey,
    pub(super) segel: Segel,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The account.
    pub sub: String,
    /// The session, so that a logout ends its tokens at once.
    pub sid: String,
    /// Seconds since 1970.
    pub iat: i64,
    /// Seconds since 1970.
    pub exp: i64,
}

impl Keys {
    pub fn new(secret: &Secret) -> anyhow::Result<Self> {
        Ok(Self {
            sign: EncodingKey::from_secret(secret.as_bytes()),
            read: DecodingKey::from_secret(secret.as_bytes()),
            segel: Segel::new(secret)?,
        })
    }

    pub fn sign(
        &self,
        account: String,
        sesi: String,
        now: DateTime<Utc>,
    ) -> anyhow::Result<(String, DateTime<Utc>)> {
        let end = now + ACCESS_LIFE;
        let claims = Claims {
            sub: account,
            sid: sesi,
            iat: now.timestamp(),
            exp: end.timestamp(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign)?;
        Ok((token, end))
    }

    /// What a token says, when it is ours and still good.
    pub fn read(&self, token: &str) -> Option<Claims> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.leeway = 0;
        jsonwebtoken::decode::<Claims>(token, &self.read, &rules)
            .ok()
            .map(|data| data.claims)
    }
}

/// A refresh token in clear: made here, sent once, never stored.
pub struct RefreshToken(String);

impl RefreshToken {
    pub fn mint() -> anyhow::Result<Self> {
        let mut random = [0_u8; 32];
        OsRng
            .try_fill_bytes(&mut random)
            .context("the system's random source does not answer")?;
        Ok(Self(hex::encode(random)))
    }

    pub fn received(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A fast hash is enough: 256 random bits leave nothing to guess.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(secret: &str) -> Keys {
        Keys::new(&Secret::try_from(secret.repeat(32)).unwrap()).unwrap()
    }

    #[test]
    fn a_token_is_good_for_its_time_and_its_key_alone() {
        let now = Utc::now();
        let (token, end) = keys("a").sign("akun".into(), "sesi".into(), now).unwrap();
        assert_eq!(end - now, ACCESS_LIFE);
        assert_eq!(
            keys("a").read(&token).map(|claims| claims.sub).as_deref(),
            Some("akun")
        );
        assert!(keys("b").read(&token).is_none());
        let (old, _) = keys("a")
            .sign(
                "akun".into(),
                "sesi".into(),
                now - ACCESS_LIFE - TimeDelta::seconds(1),
            )
            .unwrap();
        assert!(keys("a").read(&old).is_none());
    }

    #[test]
    fn an_unsigned_token_is_refused() {
        // {"alg":"none"} . {"sub":"akun","sid":"sesi","iat":0,"exp":99999999999}
        let forged =
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJha3VuIiwic2lkIjoic2VzaSIsImlhdCI6MCwiZXhwIjo5OTk5OTk5OTk5OX0.";
        assert!(keys("a").read(forged).is_none());
    }
}
