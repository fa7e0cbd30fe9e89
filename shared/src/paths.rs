//! Where the API stands; server and web app name its routes from here.

pub const ADUAN: &str = "/api/aduan";
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
pub const PORTAL: &str = "/api/portal";
pub const HEALTH: &str = "/api/health";
pub const OPENAPI: &str = "/api/openapi.json";
pub const DOCS: &str = "/api/docs";
pub const CEK: &str = "/cek";
