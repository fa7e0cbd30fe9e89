//! A push service as small as RFC 8030 lets it be, and a browser that is subscribed to it.

use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng;
use serde_json::{Value, json};
use web_push_native::p256::ecdsa::signature::Verifier;
use web_push_native::p256::ecdsa::{Signature, VerifyingKey};
use web_push_native::{Auth, decrypt, p256};

use super::asal;

#[derive(Clone, Debug)]
pub struct Pushed {
    pub path: String,
    pub authorization: String,
    pub ttl: String,
    pub body: Vec<u8>,
}

#[derive(Default)]
struct State {
    answer: Option<StatusCode>,
    pushed: Vec<Pushed>,
}

pub struct PushService {
    pub origin: String,
    state: Arc<Mutex<State>>,
    server: ServerHandle,
}

impl Drop for PushService {
    fn drop(&mut self) {
        // Asked for at once; nobody waits until it is done.
        drop(self.server.stop(false));
    }
}

async fn take(req: HttpRequest, body: Bytes, state: Data<Mutex<State>>) -> HttpResponse {
    let header = |name: &str| {
        let value = req.headers().get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or_default().to_owned()
    };
    assert_eq!(header("content-encoding"), "aes128gcm");
    let mut state = state.lock().unwrap();
    state.pushed.push(Pushed {
        path: req.path().to_owned(),
        authorization: header("authorization"),
        ttl: header("ttl"),
        body: body.to_vec(),
    });
    HttpResponse::build(state.answer.unwrap_or(StatusCode::CREATED)).finish()
}

impl PushService {
    pub fn start() -> Self {
        let state = Arc::<Mutex<State>>::default();
        let shared = Data::from(state.clone());
        let app = move || App::new().app_data(shared.clone()).default_service(web::to(take));
        let server = HttpServer::new(app).workers(1).bind("127.0.0.1:0").unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            origin: format!("http://{address}"),
            state,
            server: handle,
        }
    }

    /// From now on this is how pushes are answered.
    pub fn answer(&self, status: u16) {
        self.state.lock().unwrap().answer = Some(StatusCode::from_u16(status).unwrap());
    }

    /// What came since this was last asked.
    pub fn take(&self) -> Vec<Pushed> {
        std::mem::take(&mut self.state.lock().unwrap().pushed)
    }
}

pub struct Browser {
    pub endpoint: String,
    secret: p256::SecretKey,
    auth: [u8; 16],
}

impl Browser {
    pub fn of(service: &PushService, name: &str) -> Self {
        let mut rng = rand::rng();
        let secret = loop {
            if let Ok(secret) = p256::SecretKey::from_slice(&rng.random::<[u8; 32]>()) {
                break secret;
            }
        };
        Self {
            endpoint: format!("{}/push/{name}", service.origin),
            secret,
            auth: rng.random(),
        }
    }

    /// What its push manager gives.
    pub fn subscription(&self) -> Value {
        json!({
            "endpoint": self.endpoint,
            "p256dh": URL_SAFE_NO_PAD.encode(self.secret.public_key().to_sec1_bytes()),
            "auth": URL_SAFE_NO_PAD.encode(self.auth),
            "asal": asal(),
        })
    }

    pub fn opens(&self, pushed: &Pushed) -> Value {
        let auth = Auth::clone_from_slice(&self.auth);
        let plain = decrypt(pushed.body.clone(), &self.secret, &auth).unwrap();
        serde_json::from_slice(&plain).unwrap()
    }
}

/// Reads the signature as a push service does (RFC 8292); answers the claims.
pub fn claims(pushed: &Pushed, kunci_umum: &str) -> Value {
    let rest = pushed.authorization.strip_prefix("vapid t=").unwrap();
    let (token, key) = rest.split_once(", k=").unwrap();
    assert_eq!(key, kunci_umum);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let point = URL_SAFE_NO_PAD.decode(key).unwrap();
    let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    VerifyingKey::from_sec1_bytes(&point)
        .unwrap()
        .verify(signed.as_bytes(), &signature)
        .unwrap();
    let claims = signed.split_once('.').unwrap().1;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}
