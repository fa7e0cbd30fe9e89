//! Accounts: made, given work, logged in to, closed, handed over; and who may do so where.

mod daftar;
mod hidup;
mod impor;
mod kunci;
mod sandi;
mod serah;
mod sesi;
mod skpd;
mod totp;

use serde_json::{Value, json};
use shared::account::Peran;
use shared::id::{AccountId, AksiId, PerangkatId};

use crate::support::{PASSWORD, Petugas, Reply, TestApp, asal, try_login};

/// An admin of the whole district.
async fn admin(app: &TestApp) -> Petugas<'_> {
    app.sebagai(Peran::Admin, "63.11").await
}

/// Work from today on, in Lampihong.
fn tugas(peran: &str, wilayah: &str) -> Value {
    let today = shared::clock::wita_day(backend::clock::now());
    json!({"peran": peran, "wilayah": wilayah, "mulai": today})
}

fn akun_baru(nama_pengguna: &str) -> Value {
    json!({
        "id": AccountId::mint(), "nama_pengguna": nama_pengguna, "nama": "Siti Aminah",
        "tugas": [tugas("operator_desa", "63.11.05.2007")], "asal": asal(),
    })
}

impl Petugas<'_> {
    /// Sends an aksi of an admin.
    async fn urus(&self, path: &str, mut body: Value) -> Reply {
        body["asal"] = json!(asal());
        self.posts(AksiId::mint(), path, &body).await
    }

    /// A new account, and the one-time password that it got.
    async fn opens(&self, nama_pengguna: &str) -> (String, String) {
        let answer = self
            .posts(AksiId::mint(), "/api/akun", &akun_baru(nama_pengguna))
            .await
            .created()
            .json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&answer["akun"]["id"]), text(&answer["sekali_pakai"]))
    }
}

/// Sets the first password by the link.
async fn first_password(app: &TestApp, once: &str, sandi: &str) -> Reply {
    let body = json!({"sekali_pakai": once, "sandi": sandi});
    Reply::of(app.http.post(app.url("/api/auth/sandi-pertama")).json(&body)).await
}

/// A login with a code of the second step.
async fn login_with(app: &TestApp, nama_pengguna: &str, kode: &str) -> Reply {
    let body = json!({
        "nama_pengguna": nama_pengguna, "sandi": PASSWORD, "kode": kode, "perangkat": PerangkatId::mint(),
    });
    Reply::of(app.http.post(app.url("/api/auth/login")).json(&body)).await
}

/// Somebody who came in, by his token.
async fn with_token(
    app: &TestApp,
    login: &Reply,
    method: reqwest::Method,
    path: &str,
    body: Option<Value>,
) -> Reply {
    let token = login.json()["token"].as_str().unwrap().to_owned();
    let request = app.http.request(method, app.url(path)).bearer_auth(token);
    Reply::of(match body {
        Some(body) => request.json(&body),
        None => request,
    })
    .await
}

/// An account that has logged in once already, whose password is the usual one.
async fn known(app: &TestApp, admin: &Petugas<'_>, nama_pengguna: &str) -> String {
    let (id, once) = admin.opens(nama_pengguna).await;
    first_password(app, &once, PASSWORD).await.ok();
    try_login(app, nama_pengguna, PASSWORD).await.ok();
    id
}
