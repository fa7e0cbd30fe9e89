//! Officers' accounts: who is logged in, the page where one logs in, one's own account, and the accounts that somebody
//! keeps.

mod account_menu;
mod guard;
mod impor;
mod kelola;
mod keluar;
mod login_page;
mod sandi_form;
mod sandi_pertama_page;
mod saya_page;
mod sesi_list;
pub mod session;
mod totp_form;
mod wajib_page;
mod words;

pub use account_menu::AccountMenu;
pub use guard::{home_of, keep_in};
pub use impor::ImporPage;
pub use kelola::{AkunBaruPage, AkunListPage, AkunRinciPage};
pub use login_page::LoginPage;
pub use sandi_pertama_page::SandiPertamaPage;
pub use saya_page::AkunSayaPage;
pub use wajib_page::AkunWajibPage;
