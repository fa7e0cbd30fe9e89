//! What anyone may see: the list of complaints that are not secret, and the figures of a month.

mod angka_page;
mod list_page;
mod peta;
mod saring;

pub use angka_page::AngkaPage;
pub use list_page::PublikListPage;
