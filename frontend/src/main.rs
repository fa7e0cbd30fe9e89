//! The portal in the browser: starts the app once the script around it is ready.

mod account;
mod aduan;
mod antrean;
mod api;
mod app;
mod attempt;
mod aturan;
mod beranda_page;
mod cek_page;
mod device;
mod idle;
mod install;
mod jejak;
mod judged;
mod kabar;
mod listing;
mod loaded;
mod message;
mod not_found_page;
mod offline;
mod page;
mod penyelamat;
mod portal;
mod privasi_page;
mod publik;
mod salinan;
mod shell;
mod skpd;
mod susulan;
mod ui;
mod update;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
