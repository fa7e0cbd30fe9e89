//! Photos whose phones vanish in the middle of a part, and photos that are cut off at every byte where it matters.

use std::cell::Cell;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use futures_util::{StreamExt, stream};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::StatusCode;
use shared::id::AksiId;
use tokio::io::AsyncReadExt;

use super::{SEED, client, is_long, no_limits, post, sleep_ms, times};
use crate::support::photo::{jpeg_of, listed, sha256};
use crate::support::tus::Upload;
use crate::support::{Pelapor, TestApp};

/// In which an upload that vanishes has sent half of what it announced.
const VANISHING_BYTES: usize = 32 * 1024;
/// By now a silent link was given up.
const IDLE_LIMIT: Duration = Duration::from_secs(35);
/// Others who send all the time.
const GOOD: usize = 2;
const PART_BYTES: usize = 16 * 1024;
const PARTS: usize = 3;

/// A phone that vanishes: every other drops its link, the rest keep it open and say nothing more.
async fn vanishes<'a>(siti: &'a Pelapor<'a>, number: usize, chance_ms: u64) -> Upload<'a> {
    let photo = jpeg_of(VANISHING_BYTES, u8::try_from(number % 251).unwrap());
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(&photo)]).await;
    let upload = siti.begins(aduan.id, &photo).await;
    let mut link = upload.falls_silent(0, &photo, photo.len() / 2, false).await;
    if number.is_multiple_of(2) {
        if is_long() {
            let mut answer = String::new();
            let read = link.read_to_string(&mut answer);
            let answered = tokio::time::timeout(IDLE_LIMIT, read).await;
            assert!(answered.is_ok(), "a silent link is still held");
            assert!(answer.contains("offset_beda"), "{answer}");
        } else {
            // Nobody has the time in the tests to be given up.
            sleep_ms(chance_ms).await;
        }
    }
    upload
}

/// Sends one complaint after the other and finds each again; gives how long each request took.
async fn sends_well(app: &TestApp, is_over: &Cell<bool>) -> Vec<Duration> {
    let (http, url, siti) = (client(), app.url(""), app.pelapor());
    let mut took = Vec::new();
    while !is_over.get() {
        let aduan = siti.aduan();
        let start = Instant::now();
        let answer = post(&http, &url, AksiId::mint(), &aduan).await.unwrap();
        took.push(start.elapsed());
        assert_eq!(answer.status(), StatusCode::CREATED);
        let start = Instant::now();
        siti.sees(aduan.id).await.ok();
        took.push(start.elapsed());
    }
    took
}

#[actix_web::test]
async fn uploads_that_vanish_hold_nobody_up_and_leave_nothing_held() {
    let app = no_limits().await;
    let (all, at_once) = (times(60, 1_000), times(16, 64));
    let mut chance = StdRng::seed_from_u64(SEED);
    let siti = &app.pelapor();
    let pauses: Vec<u64> = (0..all).map(|_| chance.random_range(100..600)).collect();
    let is_over = Cell::new(false);
    let vanishing = async {
        let uploads = stream::iter(pauses.into_iter().enumerate())
            .map(|(number, pause)| vanishes(siti, number, pause))
            .buffer_unordered(at_once)
            .collect::<Vec<_>>()
            .await;
        is_over.set(true);
        uploads
    };
    let good = join_all((0..GOOD).map(|_| sends_well(&app, &is_over)));
    let (uploads, took) = futures_util::join!(vanishing, good);
    for upload in &uploads {
        assert_eq!(upload.settled().await, VANISHING_BYTES as u64 / 2);
    }
    let deadline = Instant::now() + Duration::from_secs(10);
    while app.db.pool_state().0 != app.db.pool_state().1 {
        assert!(Instant::now() < deadline, "a connection to the database is held");
        sleep_ms(10).await;
    }
    let mut took: Vec<Duration> = took.into_iter().flatten().collect();
    took.sort_unstable();
    println!(
        "seed {SEED}: {all} uploads vanished, {} good requests, p99 {:?}",
        took.len(),
        took[took.len() * 99 / 100]
    );
}

/// Sends a photo part by part. One part is cut off when so many bytes of the photo have gone out, and what it comes to
/// is asked for. Gives the bytes sent in all.
async fn sends_but_is_cut(upload: &Upload<'_>, photo: &[u8], cut: usize, checked: bool) -> usize {
    let (mut offset, mut sent) = (0, 0);
    let mut is_cut = false;
    while offset < photo.len() {
        let part = &photo[offset..photo.len().min(offset + PART_BYTES)];
        if !is_cut && cut <= offset + part.len() {
            is_cut = true;
            let arrived = cut - offset;
            upload.hangs_up(offset as u64, part, arrived, checked).await;
            sent += arrived;
            let stands = usize::try_from(upload.settled().await).unwrap();
            // A part with a checksum counts whole or not at all, any other as far as it came.
            let counts = arrived == part.len() || !checked;
            assert_eq!(stands, if counts { cut } else { offset });
            offset = stands;
        } else {
            sent += part.len();
            offset += part.len();
            let reply = upload.part((offset - part.len()) as u64, part.to_vec());
            assert_eq!(reply.send().await.unwrap().status(), StatusCode::NO_CONTENT);
        }
    }
    sent
}

#[actix_web::test]
async fn an_upload_that_is_cut_off_anywhere_goes_on_from_there() {
    let app = no_limits().await;
    let bytes = PARTS * PART_BYTES + 77;
    let mut chance = StdRng::seed_from_u64(SEED);
    let mut cuts: Vec<usize> = (0..=PARTS)
        .map(|part| part * PART_BYTES)
        .chain([bytes])
        .flat_map(|edge| [edge.saturating_sub(1), edge, edge + 1])
        .filter(|cut| *cut <= bytes)
        .collect();
    cuts.extend((0..times(20, 200)).map(|_| chance.random_range(0..=bytes)));
    let siti = &app.pelapor();
    let mut twice = 0;
    for (number, cut) in cuts.iter().enumerate() {
        let photo = jpeg_of(bytes, u8::try_from(number % 251).unwrap());
        let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(&photo)]).await;
        let upload = siti.begins(aduan.id, &photo).await;
        let sent = sends_but_is_cut(&upload, &photo, *cut, number % 2 == 0).await;
        assert!(
            sent - bytes <= PART_BYTES,
            "cut at {cut}: {sent} bytes for {bytes}"
        );
        twice += sent - bytes;
        let stored = siti.fetches(aduan.id, &sha256(&photo)).await;
        let stored = stored.bytes().await.unwrap();
        assert_eq!(sha256(&stored), sha256(&photo), "cut at {cut}");
    }
    println!(
        "seed {SEED}: {} uploads cut off, {twice} bytes sent twice",
        cuts.len()
    );
}
