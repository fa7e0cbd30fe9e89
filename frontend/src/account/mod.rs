//! Officers' accounts: who is logged in, and the page where one logs in.

mod account_menu;
mod login_page;
pub mod session;

pub use account_menu::AccountMenu;
pub use login_page::LoginPage;
