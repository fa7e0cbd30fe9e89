//! Where the API stands; server and web app name its routes from here.

pub const ADUAN: &str = "/api/aduan";
pub const TITIPAN: &str = "/api/aduan/titipan";
pub const IKUT: &str = "/api/ikut";
pub const FILES: &str = "/api/files";
pub const LOGIN: &str = "/api/auth/login";
pub const REFRESH: &str = "/api/auth/refresh";
pub const LOGOUT: &str = "/api/auth/logout";
pub const SANDI_PERTAMA: &str = "/api/auth/sandi-pertama";
pub const AKUN: &str = "/api/akun";
pub const AKUN_IMPOR: &str = "/api/akun/impor";
pub const AKUN_CONTOH: &str = "/api/akun/impor/contoh.xlsx";
pub const SAYA: &str = "/api/akun/saya";
pub const SAYA_SANDI: &str = "/api/akun/saya/sandi";
pub const SAYA_SESI: &str = "/api/akun/saya/sesi";
pub const SAYA_SESI_AKHIRI: &str = "/api/akun/saya/sesi/akhiri";
pub const SAYA_TOTP: &str = "/api/akun/saya/totp";
pub const SAYA_TOTP_PASANG: &str = "/api/akun/saya/totp/pasang";
pub const SAYA_TOTP_LEPAS: &str = "/api/akun/saya/totp/lepas";
pub const SKPD: &str = "/api/skpd";
pub const WILAYAH: &str = "/api/wilayah";
pub const BATAS: &str = "/api/wilayah/batas";
pub const LIBUR: &str = "/api/libur";
pub const BATAS_WAKTU: &str = "/api/batas-waktu";
pub const PERMINTAAN_DATA: &str = "/api/permintaan-data";
pub const AKAN_DIHAPUS: &str = "/api/data-pribadi/akan-dihapus";
pub const TEMPLAT: &str = "/api/templat";
pub const JEJAK: &str = "/api/jejak";
pub const JEJAK_CSV: &str = "/api/jejak.csv";
pub const KABAR: &str = "/api/kabar";
pub const KABAR_DIBACA: &str = "/api/kabar/dibaca";
pub const KABAR_LANGGANAN: &str = "/api/kabar/langganan";
pub const KABAR_KELUAR: &str = "/api/kabar/keluar";
/// Many aksi in one request.
pub const SYNC: &str = "/api/sync";
/// What changed, for devices that keep a copy.
pub const CHANGES: &str = "/api/changes";
/// Tells open apps that something changed (`text/event-stream`).
pub const CHANGES_STREAM: &str = "/api/changes/stream";
/// What waited on a device, brought in as a file.
pub const BERKAS_PENYELAMAT: &str = "/api/berkas-penyelamat";
pub const PORTAL: &str = "/api/portal";
pub const HEALTH: &str = "/api/health";
pub const OPENAPI: &str = "/api/openapi.json";
pub const DOCS: &str = "/api/docs";
pub const CEK: &str = "/cek";
pub const PUBLIK: &str = "/api/publik/aduan";
pub const PUBLIK_TERBUKA: &str = "/api/publik/terbuka";
pub const PUBLIK_PETA: &str = "/api/publik/peta";
pub const PUBLIK_ANGKA: &str = "/api/publik/angka";
pub const OPEN311: &str = "/open311/v2";
