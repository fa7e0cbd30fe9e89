//! Officers' accounts: who is logged in, and the page where one logs in.

mod login_page;
pub mod session;

pub use login_page::LoginPage;
