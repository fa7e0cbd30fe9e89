//! Accounts on the screens of who keeps them: the list, a new one, one of them with all that may be done to it. The code
//! comes as a part of its own (`Chunk::Kelola`).

mod baru_page;
mod filter;
mod list_page;
mod nama_form;
mod penerus;
mod penugasan_form;
mod penugasan_list;
mod rinci_page;
mod sekali_pakai;
mod serah_form;
mod tools;
mod tugas_form;
mod urusan;

pub use baru_page::AkunBaruPage;
pub use list_page::AkunListPage;
pub use rinci_page::AkunRinciPage;
