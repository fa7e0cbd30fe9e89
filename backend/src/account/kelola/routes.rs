//! `/api/akun`: accounts, for who keeps them.

use std::cell::Cell;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Data, Path, Query};
use chrono::Utc;
use serde_json::json;
use shared::account::{
    AkunBaru, AkunFilter, AkunPerintah, AkunRinci, AkunRingkas, AkunTerbuka, Hak, ImporBaru, ImporHasil,
    NamaBaru, PenugasanBaru, PenugasanBerakhir, SekaliPakai, SerahTerima, SesiBerakhir, SesiRingkas, Urusan,
};
use shared::aksi::{Asal, JenisAksi};
use shared::error::ApiError;
use shared::id::AccountId;
use shared::jejak::Objek;
use shared::page::Page;
use shared::paths;

use super::{Wilayahku, create as create_account, find_for, give, list as lists, rinci, serah, tulis};
use crate::account::saya::ringkas;
use crate::account::{Petugas, impor as imports, queries, sekali};
use crate::aksi::{self, Answer, Masuk, Pemilik, Tentang};
use crate::clock;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::http::answer::fresh;
use crate::http::body::Body;
use crate::http::idempotency::IdempotencyKey;
use crate::http::rute::{Butuh, Rute};
use crate::jejak::Antaran;
use crate::skpd;
use crate::wilayah;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn configure(app: &mut Rute<'_>) {
    const KEEPER: Butuh = Butuh::Hak(Hak::KelolaAkun);
    app.at(paths::AKUN, |at| at.get(KEEPER, list).post(KEEPER, create))
        .at(paths::AKUN_IMPOR, |at| at.post(KEEPER, impor))
        .at(paths::AKUN_CONTOH, |at| at.get(KEEPER, contoh))
        .at("/api/akun/{id}", |at| at.get(KEEPER, show))
        .at("/api/akun/{id}/nama", |at| at.post(KEEPER, nama))
        .at("/api/akun/{id}/penugasan", |at| at.post(KEEPER, penugasan))
        .at("/api/akun/{id}/penugasan/akhiri", |at| at.post(KEEPER, akhiri))
        .at("/api/akun/{id}/serah-terima", |at| at.post(KEEPER, serah_terima))
        .at("/api/akun/{id}/sesi", |at| at.get(KEEPER, list_sesi))
        .at("/api/akun/{id}/sesi/akhiri", |at| at.post(KEEPER, akhiri_sesi))
        .at("/api/akun/{id}/{urusan}", |at| at.post(KEEPER, urus));
}

/// Who keeps accounts here, and how far he reaches.
fn keeper(petugas: &Petugas, config: &Config) -> Wilayahku {
    Wilayahku::of(&petugas.0, &config.district.wilayah)
}

/// What is no id is nobody's account.
fn id_of(text: &str) -> Result<AccountId> {
    text.parse().map_err(|_| AppError::not_found())
}

fn masuk<T>(
    key: IdempotencyKey,
    jenis: JenisAksi,
    petugas: &Petugas,
    place: &str,
    body: &Body<T>,
    asal: &Asal,
) -> Masuk {
    Masuk {
        id: key.0,
        jenis,
        pemilik: Pemilik::Account(petugas.0.id),
        badan_sha256: format!("{}@{place}", body.sha256),
        asal: asal.clone(),
        pada: clock::now(),
    }
}

/// Does it once and shows the account as it stands then.
async fn change(
    db: &Db,
    (masuk, reach, id): (Masuk, Wilayahku, AccountId),
    effect: impl Fn(&mut Conn, &Wilayahku) -> Result<()> + Send + 'static,
) -> Result<Answer> {
    db.write(move |conn| {
        // Before all else, so that an answer given again shows nobody what he may no longer see.
        find_for(conn, &reach, id)?;
        aksi::once_shown(
            conn,
            &masuk,
            |conn| {
                effect(conn, &reach)?;
                Ok(Tentang::new(Objek::Account, id))
            },
            |conn| Answer::ok(&rinci(conn, &reach, id, masuk.pada)?),
        )
    })
    .await
}

#[utoipa::path(get, path = paths::AKUN, tag = "akun", summary = "Daftar akun", params(AkunFilter), security(("token" = [])),
    responses((status = 200, body = Page<AkunRingkas>), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 403, body = ApiError, description = "tidak_berhak"), (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn list(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    filter: Query<AkunFilter>,
) -> Result<HttpResponse> {
    let reach = keeper(&petugas, &config);
    let page = db
        .run(move |conn| lists::list(conn, &reach, &filter, clock::now()))
        .await?;
    let catatan = page.items.iter().map(|akun| akun.id.to_string()).collect();
    Ok(antaran(&petugas, catatan).on(fresh(&page)))
}

/// Names, numbers and addresses of who has an account.
fn antaran(petugas: &Petugas, catatan: Vec<String>) -> Antaran {
    Antaran {
        kepada: petugas.0.id,
        objek: Objek::Account,
        catatan,
        kolom: &["nama", "email", "hp"],
    }
}

#[utoipa::path(post, path = paths::AKUN, tag = "akun", summary = "Membuat akun",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")), request_body = AkunBaru, security(("token" = [])),
    responses((status = 201, body = AkunTerbuka, description = "Dengan kata sandi sekali pakai, yang ditampilkan sekali ini"),
        (status = 401, body = ApiError, description = "perlu_masuk"), (status = 403, body = ApiError, description = "tidak_berhak"),
        (status = 409, body = ApiError, description = "sudah_ada"), (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn create(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    key: IdempotencyKey,
    body: Body<AkunBaru>,
) -> Result<Answer> {
    let new = body.valid.get().clone();
    let masuk = masuk(key, JenisAksi::AkunBaru, &petugas, "", &body, &new.asal);
    let (reach, once) = (keeper(&petugas, &config), sekali::mint()?);
    db.write(move |conn| {
        let fresh = Cell::new(false);
        aksi::once_shown(
            conn,
            &masuk,
            |conn| {
                fresh.set(true);
                create_account(conn, (&reach, petugas.0.id), &new, &once, masuk.pada)?;
                Ok(Tentang::new(Objek::Account, new.id))
            },
            |conn| {
                let akun = rinci(conn, &reach, new.id, masuk.pada)?;
                let lokasi = format!("{}/{}", paths::AKUN, akun.id);
                Answer::created(&opened(akun, fresh.get().then_some(&once), masuk.pada), lokasi)
            },
        )
    })
    .await
}

fn opened(akun: AkunRinci, once: Option<&SekaliPakai>, now: chrono::DateTime<Utc>) -> AkunTerbuka {
    AkunTerbuka {
        akun,
        sekali_pakai: once.cloned(),
        berlaku_sampai: once.map(|_| now + sekali::BERLAKU),
    }
}

#[utoipa::path(get, path = "/api/akun/{id}", tag = "akun", summary = "Satu akun", params(("id" = String, Path)), security(("token" = [])),
    responses((status = 200, body = AkunRinci), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 403, body = ApiError, description = "tidak_berhak"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau di luar wilayah Anda")))]
pub async fn show(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
) -> Result<HttpResponse> {
    let (reach, id) = (keeper(&petugas, &config), id_of(&id)?);
    let akun = db.run(move |conn| rinci(conn, &reach, id, clock::now())).await?;
    Ok(antaran(&petugas, vec![id.to_string()]).on(fresh(&akun)))
}

#[utoipa::path(post, path = "/api/akun/{id}/nama", tag = "akun", summary = "Mengubah nama, e-mail, HP", params(("id" = String, Path),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")), request_body = NamaBaru, security(("token" = [])),
    responses((status = 200, body = AkunRinci), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError), (status = 422, body = ApiError)))]
pub async fn nama(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NamaBaru>,
) -> Result<Answer> {
    let id_now = id_of(&id)?;
    let new = body.valid.get().clone();
    let masuk = masuk(key, JenisAksi::AkunUbah, &petugas, &id, &body, &new.asal);
    let (pada, admin) = (masuk.pada, petugas.0.id);
    change(
        &db,
        (masuk, keeper(&petugas, &config), id_now),
        move |conn, reach| tulis::rename(conn, (reach, admin), id_now, &new, pada),
    )
    .await
}

#[utoipa::path(post, path = "/api/akun/{id}/penugasan", tag = "akun", summary = "Memberi penugasan", params(("id" = String, Path),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")), request_body = PenugasanBaru, security(("token" = [])),
    responses((status = 200, body = AkunRinci), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError), (status = 422, body = ApiError)))]
pub async fn penugasan(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PenugasanBaru>,
) -> Result<Answer> {
    let id_now = id_of(&id)?;
    let new = body.valid.get().clone();
    let masuk = masuk(key, JenisAksi::AkunPenugasan, &petugas, &id, &body, &new.asal);
    let (pada, admin) = (masuk.pada, petugas.0.id);
    change(
        &db,
        (masuk, keeper(&petugas, &config), id_now),
        move |conn, reach| give(conn, (reach, admin), id_now, &new.tugas, pada),
    )
    .await
}

#[utoipa::path(post, path = "/api/akun/{id}/penugasan/akhiri", tag = "akun", summary = "Mengakhiri penugasan",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PenugasanBerakhir, security(("token" = [])),
    responses((status = 200, body = AkunRinci), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError), (status = 409, body = ApiError, description = "langkah_salah"), (status = 422, body = ApiError)))]
pub async fn akhiri(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PenugasanBerakhir>,
) -> Result<Answer> {
    let id_now = id_of(&id)?;
    let ends = body.valid.get().clone();
    let masuk = masuk(key, JenisAksi::AkunPenugasan, &petugas, &id, &body, &ends.asal);
    let (pada, admin) = (masuk.pada, petugas.0.id);
    change(
        &db,
        (masuk, keeper(&petugas, &config), id_now),
        move |conn, reach| tulis::end(conn, (reach, admin), id_now, &ends, pada),
    )
    .await
}

#[utoipa::path(post, path = "/api/akun/{id}/serah-terima", tag = "akun", summary = "Serah terima kepada penerus",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = SerahTerima, security(("token" = [])),
    responses((status = 200, body = AkunRinci), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError), (status = 409, body = ApiError), (status = 422, body = ApiError)))]
pub async fn serah_terima(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<SerahTerima>,
) -> Result<Answer> {
    let id_now = id_of(&id)?;
    let over = body.valid.get().clone();
    let masuk = masuk(key, JenisAksi::AkunSerahTerima, &petugas, &id, &body, &over.asal);
    let (pada, admin) = (masuk.pada, petugas.0.id);
    change(
        &db,
        (masuk, keeper(&petugas, &config), id_now),
        move |conn, reach| serah::hand_over(conn, (reach, admin), id_now, &over, pada),
    )
    .await
}

#[utoipa::path(post, path = "/api/akun/{id}/{urusan}", tag = "akun",
    summary = "Menutup, membuka, mengatur ulang, membuka kunci, melepas langkah kedua",
    params(("id" = String, Path), ("urusan" = String, Path, description = "tutup, buka, atur-ulang, buka-kunci, lepas-totp"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")), request_body = AkunPerintah, security(("token" = [])),
    responses((status = 200, body = AkunTerbuka, description = "atur-ulang: dengan kata sandi sekali pakai, sekali ini"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "langkah_salah")))]
pub async fn urus(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    path: Path<(String, String)>,
    key: IdempotencyKey,
    body: Body<AkunPerintah>,
) -> Result<Answer> {
    let (id, urusan) = path.into_inner();
    let id = id_of(&id)?;
    let urusan = Urusan::parse(&urusan).ok_or_else(AppError::not_found)?;
    let place = format!("{id}/{}", urusan.as_str());
    let masuk = masuk(
        key,
        JenisAksi::AkunUrusan,
        &petugas,
        &place,
        &body,
        &body.valid.get().asal,
    );
    let (reach, once) = (keeper(&petugas, &config), sekali::mint()?);
    db.write(move |conn| {
        find_for(conn, &reach, id)?;
        let fresh = Cell::new(false);
        aksi::once_shown(
            conn,
            &masuk,
            |conn| {
                fresh.set(urusan == Urusan::AturUlang);
                tulis::urus(conn, (&reach, &petugas), id, (urusan, &once), masuk.pada)?;
                Ok(Tentang::new(Objek::Account, id))
            },
            |conn| {
                let akun = rinci(conn, &reach, id, masuk.pada)?;
                Answer::ok(&opened(akun, fresh.get().then_some(&once), masuk.pada))
            },
        )
    })
    .await
}

#[utoipa::path(get, path = "/api/akun/{id}/sesi", tag = "akun", summary = "Perangkat tempat seseorang masuk",
    params(("id" = String, Path)), security(("token" = [])),
    responses((status = 200, body = Vec<SesiRingkas>), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError)))]
pub async fn list_sesi(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
) -> Result<HttpResponse> {
    let (reach, id) = (keeper(&petugas, &config), id_of(&id)?);
    let rows = db
        .run(move |conn| {
            let (row, _) = find_for(conn, &reach, id)?;
            Ok(queries::list_sesi(conn, &row.id, clock::now().naive_utc())?)
        })
        .await?;
    Ok(fresh(&ringkas(rows, Some(petugas.1))?))
}

#[utoipa::path(post, path = "/api/akun/{id}/sesi/akhiri", tag = "akun", summary = "Mengakhiri sesi seseorang",
    params(("id" = String, Path)), request_body = SesiBerakhir, security(("token" = [])),
    responses((status = 204, description = "Sesi itu, atau semuanya, berakhir"), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 404, body = ApiError)))]
pub async fn akhiri_sesi(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
    body: Body<SesiBerakhir>,
) -> Result<HttpResponse> {
    let (reach, id) = (keeper(&petugas, &config), id_of(&id)?);
    let wanted = body.into_inner().sesi;
    db.write(move |conn| {
        let (row, _) = find_for(conn, &reach, id)?;
        let now = clock::now();
        match wanted {
            None => queries::revoke_all_sesi(conn, &row.id, now.naive_utc()).map(drop)?,
            Some(wanted) => {
                let wanted = wanted.to_string();
                let found = queries::find_sesi(conn, &wanted)?.filter(|sesi| sesi.account_id == row.id);
                found.ok_or_else(AppError::not_found)?;
                queries::revoke_sesi(conn, &wanted, now.naive_utc())?;
            }
        }
        let ended = json!({"sesi": "diakhiri"});
        tulis::remember(conn, &row.id, petugas.0.id, now, &json!({}), &ended)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

#[utoipa::path(post, path = paths::AKUN_IMPOR, tag = "akun", summary = "Membuat akun dari XLSX atau CSV",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")), request_body = ImporBaru, security(("token" = [])),
    responses((status = 200, body = ImporHasil, description = "Baris demi baris; slip ditampilkan sekali ini"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 413, body = ApiError, description = "terlalu_besar"),
        (status = 422, body = ApiError, description = "isian_salah: berkas tidak terbaca")))]
pub async fn impor(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    key: IdempotencyKey,
    body: Body<ImporBaru>,
) -> Result<Answer> {
    let new = body.valid.get();
    let masuk = masuk(key, JenisAksi::AkunImpor, &petugas, "", &body, &new.asal);
    let (reach, coba) = (keeper(&petugas, &config), new.coba);
    let berkas = new.berkas.clone();
    // A workbook unpacks to many times its size: off the reactor.
    let all = web::block(move || imports::calon(imports::baca(&berkas)?).map_err(AppError::from)).await??;
    db.write_alone(move |conn| {
        let judge = |conn: &mut Conn, coba: bool| {
            imports::run(
                conn,
                (&reach, petugas.0.id),
                &all,
                (coba, &masuk.asal),
                masuk.pada,
            )
        };
        if coba {
            return Answer::ok(&judge(conn, true)?);
        }
        let made = Cell::new(None);
        aksi::once_shown(
            conn,
            &masuk,
            |conn| {
                made.set(Some(judge(conn, false)?));
                Ok(Tentang::new(Objek::Account, ""))
            },
            // Given again, it tells how the file stands now: all that was made is there already.
            |conn| match made.take() {
                Some(made) => Answer::ok(&made),
                None => Answer::ok(&judge(conn, true)?),
            },
        )
    })
    .await
}

#[utoipa::path(get, path = paths::AKUN_CONTOH, tag = "akun", summary = "Contoh lembar kerja untuk impor", security(("token" = [])),
    responses((status = 200, description = "XLSX", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = ApiError), (status = 403, body = ApiError)))]
pub async fn contoh(db: Data<Db>) -> Result<HttpResponse> {
    let (regions, offices) = db
        .run(|conn| Ok((wilayah::queries::list(conn)?, skpd::queries::list(conn)?)))
        .await?;
    let book = web::block(move || imports::contoh(&regions, &offices)).await??;
    Ok(HttpResponse::Ok()
        .content_type(XLSX)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"contoh-akun.xlsx\"",
        ))
        .body(book))
}
