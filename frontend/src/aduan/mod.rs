//! Complaints on screen: the officer's desk and the reporter's own thread.

mod detail_page;
mod foto_list;
mod inbox_filter;
mod inbox_keys;
mod inbox_line;
mod inbox_page;
mod inbox_tools;
mod lacak_page;
mod penilaian_form;
mod pesan_list;
mod rilis_form;
mod share;
mod tanggapan_form;
mod tindakan_form;
mod words;

pub use inbox_page::InboxPage;
pub use lacak_page::LacakPage;
