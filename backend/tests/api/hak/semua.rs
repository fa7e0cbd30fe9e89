//! Every route × every role × all, own and foreign regions, nobody, and keys: each answer is the one that the table in
//! `shared` tells, and a route that nothing here asks for fails the test.

use std::collections::{HashMap, HashSet};

use backend::app::routes;
use backend::http::rute::Butuh;
use reqwest::{Method, RequestBuilder};
use shared::account::{Hak, Peran};
use shared::wilayah::WilayahKode;

use super::bahan::{Bahan, DESA, ISI, KABUPATEN, TETANGGA};
use super::jalan::{Jalan, Milik, semua};
use crate::support::{Pelapor, Petugas, Reply, TestApp};

/// Who asks.
enum Orang<'a> {
    Petugas(Petugas<'a>, Peran, &'static str),
    Pemegang,
    Asing(Pelapor<'a>),
    TakDikenal,
}

impl Orang<'_> {
    fn name(&self) -> String {
        match self {
            Self::Petugas(_, peran, wilayah) => format!("{} {wilayah}", peran.as_str()),
            Self::Pemegang => "pemegang kunci".to_owned(),
            Self::Asing(_) => "kunci asing".to_owned(),
            Self::TakDikenal => "tanpa akun".to_owned(),
        }
    }

    /// Whether the village's records are his to see.
    fn reaches(&self) -> bool {
        match self {
            Self::Petugas(_, _, wilayah) => covers(wilayah, DESA),
            Self::Pemegang => true,
            Self::Asing(_) | Self::TakDikenal => false,
        }
    }
}

fn covers(wilayah: &str, inside: &str) -> bool {
    let kode = |text| WilayahKode::parse(text).unwrap();
    kode(wilayah).covers(&kode(inside))
}

/// What the table says of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Putusan {
    /// Let in; what he asks for may still be wrong in itself.
    Masuk,
    Ditolak(u16),
}

fn putusan(orang: &Orang<'_>, jalan: &Jalan, butuh: Butuh) -> Putusan {
    let nobody = if jalan.milik == Milik::Unggahan { 403 } else { 401 };
    let by_key = matches!(butuh, Butuh::Kunci(_) | Butuh::KunciSekali(_));
    match orang {
        Orang::TakDikenal => Putusan::Ditolak(nobody),
        Orang::Pemegang if by_key => Putusan::Masuk,
        Orang::Asing(_) if by_key => Putusan::Ditolak(unseen(jalan)),
        Orang::Pemegang | Orang::Asing(_) => Putusan::Ditolak(401),
        Orang::Petugas(_, peran, _) => of_officer(orang, *peran, jalan, butuh),
    }
}

fn of_officer(orang: &Orang<'_>, peran: Peran, jalan: &Jalan, butuh: Butuh) -> Putusan {
    let needed = match butuh {
        Butuh::Siapa | Butuh::Diri | Butuh::Akun => None,
        Butuh::Kunci(hak) | Butuh::KunciSekali(hak) | Butuh::Hak(hak) | Butuh::HakSekali(hak) => Some(hak),
    };
    let lacks = |hak: Option<Hak>| hak.is_some_and(|hak| !peran.boleh(hak));
    if lacks(needed) || lacks(jalan.hak) || jalan.milik == Milik::Pelapor {
        return Putusan::Ditolak(403);
    }
    match (jalan.milik, orang) {
        (Milik::Kabupaten, Orang::Petugas(_, _, wilayah)) if !covers(wilayah, KABUPATEN) => {
            Putusan::Ditolak(403)
        }
        (Milik::Desa | Milik::Unggahan | Milik::Untuk, _) if !orang.reaches() => {
            Putusan::Ditolak(unseen(jalan))
        }
        _ => Putusan::Masuk,
    }
}

/// How a foreign record reads.
fn unseen(jalan: &Jalan) -> u16 {
    match jalan.milik {
        Milik::Unggahan => 403,
        Milik::Untuk => 422,
        Milik::Desa | Milik::Daftar | Milik::Kabupaten | Milik::Sendiri | Milik::Pelapor => 404,
    }
}

/// Everybody: 22 roles in three regions each, the holder of the key, another's key, and nobody.
async fn everybody(app: &TestApp) -> Vec<Orang<'_>> {
    let mut all = vec![Orang::Pemegang, Orang::Asing(app.pelapor()), Orang::TakDikenal];
    for peran in Peran::ALL {
        for wilayah in [TETANGGA, DESA, KABUPATEN] {
            // The district's admin made what the others are tried on, and stands already.
            let petugas = if (peran, wilayah) == (Peran::Admin, KABUPATEN) {
                Petugas::login(app, &format!("{}.{wilayah}", peran.as_str())).await
            } else {
                app.sebagai(peran, wilayah).await
            };
            all.push(Orang::Petugas(petugas, peran, wilayah));
        }
    }
    all
}

/// Each from an address of his own, so that nobody waits for another's guesses.
fn request(
    app: &TestApp,
    orang: &Orang<'_>,
    bahan: &Bahan<'_>,
    jalan: &Jalan,
    number: usize,
) -> RequestBuilder {
    let (method, path) = (jalan.method.clone(), jalan.path.as_str());
    let mut request = match orang {
        Orang::Petugas(petugas, _, _) => petugas.request(method, path),
        Orang::Pemegang => bahan.siti.with_key(method, path),
        Orang::Asing(other) => other.with_key(method, path),
        Orang::TakDikenal => app.http.request(method, app.url(path)),
    };
    if !matches!(orang, Orang::Pemegang) {
        request = request.header(
            "X-Forwarded-For",
            format!("10.{}.{}.7", number / 250, number % 250),
        );
    }
    for (name, value) in &jalan.header {
        request = request.header(*name, value);
    }
    match &jalan.badan {
        Some(badan) => request.json(badan),
        None => request,
    }
}

fn needs() -> HashMap<(String, String), Butuh> {
    routes()
        .into_iter()
        .filter(|route| route.butuh != Butuh::Siapa)
        .map(|route| ((route.method.to_string(), route.path), route.butuh))
        .collect()
}

fn judge(orang: &Orang<'_>, jalan: &Jalan, butuh: Butuh, reply: &Reply) -> Result<(), String> {
    let (expected, status) = (putusan(orang, jalan, butuh), reply.status.as_u16());
    let fits = match expected {
        Putusan::Masuk => ![400, 401, 403, 404, 405].contains(&status) || own_refusal(jalan, reply),
        Putusan::Ditolak(code) => status == code,
    };
    let told = ISI.iter().find(|words| reply.text.contains(**words));
    let may_tell = expected == Putusan::Masuk && orang.reaches();
    match (fits, told) {
        (true, Some(words)) if !may_tell => Err(format!("told \"{words}\"")),
        (true, _) => Ok(()),
        (false, _) => Err(format!("{status} instead of {expected:?}: {}", reply.text)),
    }
}

/// In his own matters somebody may name a session that is not there, or a code that is wrong.
fn own_refusal(jalan: &Jalan, reply: &Reply) -> bool {
    jalan.milik == Milik::Sendiri
        && jalan.method == Method::POST
        && ["tidak_ditemukan", "kode_masuk_salah"]
            .contains(&reply.json()["code"].as_str().unwrap_or_default())
}

#[actix_web::test]
async fn each_route_answers_each_role_as_the_table_says() {
    let app = TestApp::start_with(|config| config.trusted_proxies = "127.0.0.0/8".parse().unwrap()).await;
    // Whoever only listens is let go at once.
    app.shared.aliran.stop();
    let bahan = Bahan::new(&app).await;
    let needs = needs();
    let (mut asked, mut wrong, mut number) = (HashSet::new(), Vec::new(), 0);
    for orang in everybody(&app).await {
        for jalan in semua(&bahan).await {
            let route = (jalan.method.to_string(), jalan.route.to_owned());
            let butuh = needs
                .get(&route)
                .unwrap_or_else(|| panic!("{route:?} is not served"));
            number += 1;
            let reply = Reply::of(request(&app, &orang, &bahan, &jalan, number)).await;
            if let Err(why) = judge(&orang, &jalan, *butuh, &reply) {
                wrong.push(format!("{} {} {} by {}", route.0, jalan.path, why, orang.name()));
            }
            asked.insert(route);
        }
    }
    println!("{number} requests by {} people", 3 * Peran::ALL.len() + 3);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let holes: Vec<_> = needs.keys().filter(|route| !asked.contains(*route)).collect();
    assert!(holes.is_empty(), "no request for {holes:?}");
    assert!(number > 2_500, "{number}");
}

#[actix_web::test]
async fn who_does_not_need_a_reporters_name_is_not_told_it_and_what_is_secret_is_shown_to_few() {
    let app = TestApp::start().await;
    let bahan = Bahan::new(&app).await;
    for peran in Peran::ALL
        .into_iter()
        .filter(|peran| peran.boleh(Hak::LihatAduan))
    {
        let petugas = app.sebagai(peran, DESA).await;
        let seen = petugas.sees(bahan.aduan.id).await.ok().text;
        for words in ["Siti Aminah", "81234567890", "siti@contoh.id"] {
            assert_eq!(
                seen.contains(words),
                peran.boleh(Hak::LihatPelapor),
                "{peran:?} {words}"
            );
        }
        let listed = petugas.lists(&[]).await.ok();
        assert!(!listed.text.contains("Siti Aminah"), "{peran:?}");
        let secret = petugas.sees(bahan.rahasia.id).await.status.as_u16();
        let (status, total) = if peran.boleh(Hak::LihatRahasia) {
            (200, 2)
        } else {
            (404, 1)
        };
        assert_eq!(secret, status, "{peran:?}");
        assert_eq!(listed.json()["total"], total, "{peran:?}");
    }
}
