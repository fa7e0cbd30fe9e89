//! Complaints on screen: the form that captures one, the reporter's own thread, the officer's desk.

mod detail_page;
pub mod draf;
mod form;
mod form_apa;
mod form_foto;
mod form_frame;
mod form_page;
mod form_ringkasan;
mod form_siapa;
mod form_steps;
mod form_tempat;
mod foto_draf;
mod foto_list;
mod inbox_filter;
mod inbox_keys;
mod inbox_line;
mod inbox_page;
mod inbox_tools;
pub mod kiriman_state;
mod lacak_page;
mod penilaian_form;
mod pesan_list;
mod rilis_form;
mod saya_page;
mod share;
mod tanda_terima;
mod tanggapan_form;
mod tindakan_form;
mod words;

pub use form_page::FormPage;
pub use inbox_page::InboxPage;
pub use lacak_page::LacakPage;
pub use saya_page::AduanSayaPage;
