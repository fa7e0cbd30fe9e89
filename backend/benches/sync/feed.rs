//! How soon an officer's device can learn of what somebody else was just told is stored.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backend::db::Db;
use backend::{account, clock};
use rand::Rng;
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::{Account, Peran};
use shared::id::{AccountId, AduanId, AksiId};
use shared::perubahan::{Perubahan, PerubahanPage};
use shared::wilayah::WilayahKode;

use crate::device::Device;
use crate::{Bench, Sent, percentile};

const CHANGES: usize = 100;
const OFFICER: &str = "ukur.kabupaten";
const PASSWORD: &str = "kuda batu hujan";
/// Between two looks.
const LOOK: Duration = Duration::from_millis(5);
/// The server numbers changes in rounds; the writes fall anywhere between two of them. In milliseconds.
const APART_MS: u64 = 200;
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn measure(bench: &Bench, db: &Db) -> Result<Sent> {
    let token = officer(bench, db).await?;
    let mut kursor = None;
    loop {
        let page = changes(bench, &token, kursor.as_deref()).await?;
        kursor = Some(page.kursor);
        if !page.lagi {
            break;
        }
    }
    let mut device = Device::new(&bench.client, &bench.server);
    let mut times = Vec::with_capacity(CHANGES);
    for _ in 0..CHANGES {
        let apart = rand::rng().random_range(0..APART_MS);
        tokio::time::sleep(Duration::from_millis(apart)).await;
        let id = device.sends().await?;
        let answered = Instant::now();
        loop {
            let page = changes(bench, &token, kursor.as_deref()).await?;
            kursor = Some(page.kursor);
            if page.perubahan.iter().any(|one| is_of(one, id)) {
                break;
            }
            ensure!(answered.elapsed() < PATIENCE, "the feed does not tell of {id}");
            tokio::time::sleep(LOOK).await;
        }
        times.push(answered.elapsed());
    }
    println!(
        "  {CHANGES} changes, from the answer until the feed tells: p50 {:.0} ms, p99 {:.0} ms",
        percentile(&mut times, 50),
        percentile(&mut times, 99)
    );
    Ok(Sent {
        records: CHANGES,
        photos: 0,
    })
}

fn is_of(change: &Perubahan, aduan: AduanId) -> bool {
    match change {
        Perubahan::Aduan { isi } => isi.id == aduan,
        Perubahan::Templat { .. } | Perubahan::Lepas { .. } | Perubahan::Lain => false,
    }
}

async fn changes(bench: &Bench, token: &str, since: Option<&str>) -> Result<PerubahanPage> {
    let request = bench.client.get(format!("{}/api/changes", bench.server));
    let since = since.map(|kursor| [("since", kursor)]);
    let answer = request.query(&since).bearer_auth(token).send().await?;
    ensure!(
        answer.status() == StatusCode::OK,
        "the feed answered {}",
        answer.status()
    );
    Ok(answer.json().await?)
}

/// Somebody who sees the whole district, logged in.
async fn officer(bench: &Bench, db: &Db) -> Result<String> {
    let district = WilayahKode::parse("63.11").context("region")?;
    let officer = Account {
        id: AccountId::mint(),
        nama_pengguna: OFFICER.to_owned(),
        nama: OFFICER.to_owned(),
        penugasan: vec![account::penugasan(Peran::VerifikatorSkpd, district, clock::now())],
        totp: false,
        wajib: None,
    };
    account::open(db, &officer, PASSWORD)?;
    let body = json!({"nama_pengguna": OFFICER, "sandi": PASSWORD, "perangkat": AksiId::mint()});
    let login = bench.client.post(format!("{}/api/auth/login", bench.server));
    let answer = login.json(&body).send().await?;
    let status = answer.status();
    let body: Value = answer.json().await?;
    ensure!(status.is_success(), "{OFFICER} could not log in: {body}");
    Ok(body["token"].as_str().context("token")?.to_owned())
}
