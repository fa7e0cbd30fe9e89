//! The document, put together from the handlers' own annotations. A test compares it with the routes that are served.

use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::routes as docs;
use crate::{account, aduan, batas_waktu, files, open311, portal, publik, skpd, tiles, wilayah};

#[derive(OpenApi)]
#[openapi(
    info(title = "API portal", description = "Aduan dari warga, lewat jaringan yang sering putus: setiap kiriman boleh diulang, \
        dan yang sama hanya tersimpan sekali. Penolakan dijawab sebagai problem details (RFC 9457)."),
    paths(
        portal::routes::show,
        portal::routes::health,
        wilayah::routes::list,
        wilayah::routes::batas,
        wilayah::libur::routes::show,
        wilayah::libur::routes::ganti,
        batas_waktu::routes::list,
        batas_waktu::routes::ubah,
        account::routes::login,
        account::routes::refresh,
        account::routes::logout,
        account::routes::sandi_pertama,
        account::saya::show,
        account::saya::sandi,
        account::saya::list_sesi,
        account::saya::akhiri_sesi,
        account::saya::totp_mulai,
        account::saya::totp_pasang,
        account::saya::totp_lepas,
        account::kelola::routes::list,
        account::kelola::routes::create,
        account::kelola::routes::impor,
        account::kelola::routes::contoh,
        account::kelola::routes::show,
        account::kelola::routes::nama,
        account::kelola::routes::penugasan,
        account::kelola::routes::akhiri,
        account::kelola::routes::serah_terima,
        account::kelola::routes::list_sesi,
        account::kelola::routes::akhiri_sesi,
        account::kelola::routes::urus,
        skpd::routes::list,
        skpd::routes::put,
        aduan::routes::create,
        aduan::routes::titipan,
        aduan::routes::list,
        aduan::routes::show,
        aduan::dilihat::dilihat,
        aduan::routes::tindakan,
        aduan::routes::buka_kembali,
        aduan::routes::catatan,
        aduan::routes::surat_pelimpahan,
        aduan::pertimbangan::tim_teknis,
        aduan::pertimbangan::bila_ditunda,
        aduan::routes::pesan,
        aduan::routes::penilaian,
        aduan::routes::rilis,
        crate::sinkron::routes::sync,
        crate::penyelamat::routes::impor,
        crate::perubahan::routes::list,
        crate::perubahan::routes::stream,
        crate::jejak::routes::show,
        crate::jejak::routes::csv,
        crate::pribadi::routes::create,
        crate::pribadi::routes::list_own,
        crate::pribadi::routes::data_saya,
        crate::pribadi::routes::list,
        crate::pribadi::routes::jawab,
        crate::pribadi::routes::akan_dihapus,
        crate::kabar::routes::show,
        crate::kabar::routes::dibaca,
        crate::kabar::routes::aduan_dibuka,
        crate::kabar::routes::tertahan,
        crate::kabar::routes::ulangi,
        crate::kabar::langganan_routes::akun,
        crate::kabar::langganan_routes::pelapor,
        crate::kabar::langganan_routes::akhiri,
        crate::kabar::langganan_routes::pengikut,
        aduan::mungkin::create,
        aduan::foto_petugas::sesudah,
        aduan::foto_petugas::hapus,
        aduan::foto_petugas::umum,
        aduan::pecahan::create,
        aduan::ikut::create,
        aduan::ikut::end,
        aduan::kategori::create,
        aduan::pembetulan::create,
        aduan::pembetulan::pilih,
        crate::templat::routes::list,
        crate::templat::routes::simpan,
        aduan::tanda_terima::show,
        aduan::kunci_baru::create,
        aduan::routes::show_public,
        publik::routes::list,
        publik::routes::show,
        publik::routes::terbuka,
        publik::routes::peta,
        publik::routes::angka,
        publik::data::umpan,
        publik::data::geojson,
        publik::data::csv,
        open311::routes::discovery,
        open311::routes::services,
        open311::routes::definition,
        open311::routes::list,
        open311::routes::show,
        open311::routes::token,
        open311::routes::create,
        files::photo::show,
        files::photo::show_public,
        files::routes::options,
        files::routes::create,
        files::routes::show,
        files::routes::append,
        files::routes::terminate,
        tiles::routes::show,
        docs::openapi,
        docs::show,
    ),
    tags(
        (name = "aduan", description = "Aduan bagi pelapor dan petugas"),
        (name = "publik", description = "Yang boleh dilihat siapa saja"),
        (name = "open311", description = "Open311 GeoReport v2, bagi aplikasi lain"),
        (name = "files", description = "Unggahan foto (tus 1.0)"),
        (name = "akun", description = "Akun sendiri, dan akun orang lain bagi yang mengelolanya"),
        (name = "auth", description = "Masuk dan keluar petugas"),
        (name = "wilayah", description = "Wilayah dan batasnya"),
        (name = "aturan", description = "Kalender dan batas waktu"),
        (name = "sinkron", description = "Salinan di perangkat petugas: bekal awal dan perubahan sesudahnya"),
        (name = "jejak", description = "Jejak audit, bagi admin dan auditor"),
        (name = "data-pribadi", description = "Hak pelapor atas datanya sendiri (UU 27/2022)"),
        (name = "kabar", description = "Kabar bagi petugas, dan yang belum sampai"),
        (name = "portal", description = "Keterangan tentang layanan ini"),
    ),
    modifiers(&Credentials),
)]
struct Api;

/// The two ways to show who one is.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut Document) {
        let schemes = &mut document.components.get_or_insert_default().security_schemes;
        schemes.insert(
            "token".to_owned(),
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        let kunci = ApiKeyValue::with_description("Authorization", "Kunci pelapor: `Kunci <26 karakter>`");
        schemes.insert("kunci".to_owned(), SecurityScheme::ApiKey(ApiKey::Header(kunci)));
    }
}

pub fn document() -> Document {
    Api::openapi()
}
