//! Where the API stands; server and web app name its routes from here.

pub const ADUAN: &str = "/api/aduan";
pub const FILES: &str = "/api/files";
pub const LOGIN: &str = "/api/auth/login";
pub const REFRESH: &str = "/api/auth/refresh";
pub const LOGOUT: &str = "/api/auth/logout";
pub const WILAYAH: &str = "/api/wilayah";
pub const BATAS: &str = "/api/wilayah/batas";
pub const LIBUR: &str = "/api/libur";
pub const BATAS_WAKTU: &str = "/api/batas-waktu";
pub const PORTAL: &str = "/api/portal";
pub const HEALTH: &str = "/api/health";
pub const OPENAPI: &str = "/api/openapi.json";
pub const DOCS: &str = "/api/docs";
pub const CEK: &str = "/cek";
