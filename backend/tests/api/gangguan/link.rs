//! Answers that are cut off, and the same aksi from everywhere at once.

use std::collections::HashSet;
use std::net::SocketAddr;

use actix_web::rt;
use actix_web::rt::net::{TcpListener, TcpStream};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::StatusCode;
use shared::id::AksiId;
use shared::kunci::Kunci;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{PHONES, SEED, client, is_replayed, no_limits, post, times};
use crate::support::people::aduan_baru;

/// A phone that is cut off so often in a row has found a fault.
const TRIES: usize = 400;

/// A link that lets requests through and cuts this share of the answers off at their first byte, when the server has
/// written what it had to.
async fn cutting_link(upstream: SocketAddr, share: f64) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut chance = StdRng::seed_from_u64(SEED);
    rt::spawn(async move {
        while let Ok((phone, _)) = listener.accept().await {
            let cuts = chance.random_bool(share);
            rt::spawn(async move {
                // A link that ends is what this is about.
                let _ = carry(phone, upstream, cuts).await;
            });
        }
    });
    address
}

async fn carry(mut phone: TcpStream, upstream: SocketAddr, cuts: bool) -> std::io::Result<()> {
    let mut server = TcpStream::connect(upstream).await?;
    let (mut up, mut down) = ([0; 16 * 1024], [0; 16 * 1024]);
    loop {
        tokio::select! {
            sent = phone.read(&mut up) => match sent? {
                0 => return Ok(()),
                bytes => server.write_all(&up[..bytes]).await?,
            },
            answered = server.read(&mut down) => match answered? {
                0 => return Ok(()),
                _ if cuts => return Ok(()),
                bytes => phone.write_all(&down[..bytes]).await?,
            },
        }
    }
}

#[actix_web::test]
async fn what_is_sent_again_because_the_answer_was_cut_off_is_there_once() {
    let app = no_limits().await;
    let each = times(200, 10_000) / PHONES;
    let link = cutting_link(app.address, 0.3).await;
    let url = format!("http://{link}");
    let (http, url) = (&client(), url.as_str());
    let phones = (0..PHONES).map(|_| async move {
        let kunci = Kunci::from_random(rand::random());
        let mut cut = 0;
        for _ in 0..each {
            let (aksi, aduan) = (AksiId::mint(), aduan_baru(&kunci));
            let mut tries = 0;
            let answer = loop {
                tries += 1;
                assert!(tries < TRIES, "never answered");
                match post(http, url, aksi, &aduan).await {
                    Ok(answer) => break answer,
                    Err(_) => cut += 1,
                }
            };
            assert_eq!(answer.status(), StatusCode::CREATED);
            // Whoever was cut off was cut off after the commit.
            assert_eq!(is_replayed(&answer), tries > 1);
        }
        cut
    });
    let cut: usize = join_all(phones).await.into_iter().sum();
    let sent = PHONES * each;
    println!("seed {SEED}: {sent} aksi, {cut} answers cut off");
    assert!(cut > sent / 5, "{cut} of {sent} prove little");
    let expected = i64::try_from(sent).unwrap();
    assert_eq!((app.count("aduan"), app.count("aksi")), (expected, expected));
}

#[actix_web::test]
async fn the_same_aksi_from_fifty_links_at_once_is_done_once() {
    let app = no_limits().await;
    let rounds = times(10, 1_000);
    let url = app.url("");
    let (http, url) = (&client(), url.as_str());
    for _ in 0..rounds {
        let (aksi, aduan) = (AksiId::mint(), aduan_baru(&Kunci::from_random(rand::random())));
        let answers = join_all((0..50).map(|_| post(http, url, aksi, &aduan))).await;
        let mut bodies = HashSet::new();
        let mut first = 0;
        for answer in answers {
            let answer = answer.unwrap();
            assert_eq!(answer.status(), StatusCode::CREATED);
            first += usize::from(!is_replayed(&answer));
            bodies.insert(answer.text().await.unwrap());
        }
        assert_eq!((first, bodies.len()), (1, 1));
    }
    println!("{rounds} aksi, 50 links each");
    assert_eq!(app.count("aduan"), i64::try_from(rounds).unwrap());
}
