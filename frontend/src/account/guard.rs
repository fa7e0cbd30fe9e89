//! Keeps an officer's page to who may be there: nobody who is logged out, and nobody who has something to do first.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use shared::account::{Account, Hak};

use super::session::Session;
use crate::page::{Page, own_address};

/// Leads to the login once it is certain that nobody is logged in, and to what must be done first where there is
/// something; both lead back here.
pub fn keep_in(session: Session) {
    leave_when_logged_out(session);
    let go = go_and_come_back();
    Effect::new(move |_| {
        if session.account().is_some_and(|account| account.wajib.is_some()) {
            go(|kembali| Page::AkunWajib { kembali });
        }
    });
}

pub fn leave_when_logged_out(session: Session) {
    let go = go_and_come_back();
    Effect::new(move |_| {
        if session.is_out() {
            go(|kembali| Page::Masuk { kembali });
        }
    });
}

fn go_and_come_back() -> impl Fn(fn(Option<String>) -> Page) + Clone + 'static {
    let navigate = use_navigate();
    let location = use_location();
    move |page| {
        let here = format!(
            "{}{}",
            location.pathname.get_untracked(),
            question(&location.search.get_untracked())
        );
        navigate(&page(Some(here)).url(), replaced());
    }
}

/// The page is not kept in the browser's history: going back must not lead to a closed door.
pub fn replaced() -> NavigateOptions {
    NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    }
}

/// The address in this page's own query to which he goes on afterwards.
pub fn return_address() -> impl Fn() -> Option<String> + Copy {
    let query = use_query_map();
    move || {
        query
            .with_untracked(|query| query.get("kembali"))
            .and_then(|address| own_address(&address))
    }
}

/// Where somebody's work begins: the first page that he has the right to.
pub fn home_of(account: &Account) -> Page {
    if account.boleh(Hak::LihatAduan) {
        Page::KotakMasuk
    } else if account.boleh(Hak::KelolaAkun) {
        Page::KelolaAkun
    } else if account.boleh(Hak::BantuEntri) {
        Page::Titip
    } else {
        Page::AkunSaya
    }
}

fn question(search: &str) -> String {
    if search.is_empty() {
        String::new()
    } else {
        format!("?{}", search.trim_start_matches('?'))
    }
}

#[cfg(test)]
mod tests {
    use shared::account::{Penugasan, Peran};
    use shared::id::{AccountId, PenugasanId};
    use shared::wilayah::WilayahKode;

    use super::*;

    #[test]
    fn everybody_begins_where_his_rights_lead() {
        for (peran, url) in [
            (Peran::VerifikatorSkpd, "/petugas/aduan"),
            (Peran::Admin, "/kelola/akun"),
            (Peran::Pimpinan, "/akun"),
        ] {
            let account = Account {
                id: AccountId::mint(),
                nama_pengguna: "siti".into(),
                nama: "Siti".into(),
                penugasan: vec![Penugasan {
                    id: PenugasanId::mint(),
                    peran,
                    wilayah: WilayahKode::parse("63.11").unwrap(),
                    skpd: None,
                    bidang: None,
                    mulai: "2026-01-02".parse().unwrap(),
                    sampai: None,
                }],
                totp: false,
                wajib: None,
            };
            assert_eq!(home_of(&account).url(), url);
        }
    }
}
