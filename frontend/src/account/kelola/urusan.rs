//! What an admin does to an account, each asked once more with its consequence in words.

use leptos::prelude::*;
use shared::account::{AkunPerintah, AkunRinci, AkunTerbuka, Urusan};

use super::rinci_page::Kelola;
use crate::attempt::Attempt;
use crate::device;
use crate::message;
use crate::ui::{Button, ButtonKind, Dialog, Notice, Tone};

struct Kata {
    button: &'static str,
    question: &'static str,
    consequence: &'static str,
    done: &'static str,
}

const fn kata(urusan: Urusan) -> Kata {
    match urusan {
        Urusan::Tutup => Kata {
            button: "Tutup akun",
            question: "Tutup akun ini?",
            consequence: "Orang ini langsung keluar di semua perangkat dan tidak dapat masuk lagi. Riwayat pekerjaannya tetap ada, dan akun dapat dibuka kembali.",
            done: "Akun ditutup.",
        },
        Urusan::Buka => Kata {
            button: "Buka kembali",
            question: "Buka kembali akun ini?",
            consequence: "Orang ini dapat masuk lagi dengan kata sandinya yang lama. Bila belum punya atau lupa, atur ulang kata sandinya sesudah ini.",
            done: "Akun dibuka kembali.",
        },
        Urusan::AturUlang => Kata {
            button: "Atur ulang kata sandi",
            question: "Atur ulang kata sandi?",
            consequence: "Kata sandi yang lama tidak berlaku lagi dan semua perangkatnya keluar. Anda mendapat tautan dan slip sekali pakai untuk diberikan kepada orangnya.",
            done: "Kata sandi diatur ulang.",
        },
        Urusan::BukaKunci => Kata {
            button: "Buka kunci masuk",
            question: "Buka kunci masuk?",
            consequence: "Percobaan kata sandi yang salah dilupakan, sehingga orang ini dapat mencoba masuk sekarang juga.",
            done: "Kunci dibuka.",
        },
        Urusan::LepasTotp => Kata {
            button: "Lepas langkah kedua",
            question: "Lepas langkah kedua?",
            consequence: "Untuk orang yang kehilangan HP dan kode pemulihannya. Pastikan dahulu bahwa benar orang itu yang meminta. Semua perangkatnya keluar.",
            done: "Langkah kedua dilepas.",
        },
    }
}

const fn kind_of(urusan: Urusan) -> ButtonKind {
    match urusan {
        Urusan::Tutup | Urusan::AturUlang | Urusan::LepasTotp => ButtonKind::Danger,
        Urusan::Buka | Urusan::BukaKunci => ButtonKind::Primary,
    }
}

/// What there is to do for an account as it stands. `sendiri`: nobody closes himself out.
fn possible(akun: &AkunRinci, sendiri: bool) -> Vec<Urusan> {
    let fits = |urusan: Urusan| match urusan {
        Urusan::Tutup => akun.aktif && !sendiri,
        Urusan::Buka => !akun.aktif,
        Urusan::AturUlang => akun.aktif,
        Urusan::BukaKunci => akun.terkunci_sampai.is_some(),
        Urusan::LepasTotp => akun.totp,
    };
    let mut all: Vec<Urusan> = Urusan::ALL.into_iter().filter(|urusan| fits(*urusan)).collect();
    // What shuts somebody out stands last.
    all.sort_by_key(|urusan| matches!(urusan, Urusan::Tutup));
    all
}

#[component]
pub fn UrusanButtons(kelola: Kelola) -> impl IntoView {
    let chosen = RwSignal::new(None::<Urusan>);
    let open = RwSignal::new(false);
    let title = Signal::derive(move || {
        chosen
            .get()
            .map(|urusan| kata(urusan).question)
            .unwrap_or_default()
            .to_owned()
    });
    let all = Memo::new(move |_| {
        let own = kelola.session.account().map(|account| account.id);
        kelola.akun.with(|akun| possible(akun, own == Some(akun.id)))
    });
    let buttons = move || {
        let button = |urusan: Urusan| {
            let press = move |_| {
                chosen.set(Some(urusan));
                open.set(true);
            };
            view! { <Button kind=ButtonKind::Quiet on_press=press>{kata(urusan).button}</Button> }
        };
        all.get().into_iter().map(button).collect_view()
    };
    view! {
        <div class="actions">{buttons}</div>
        <Dialog open=open title=title>
            {move || chosen.get().map(|urusan| view! { <Konfirmasi kelola=kelola urusan=urusan open=open /> })}
        </Dialog>
    }
}

#[component]
fn Konfirmasi(kelola: Kelola, urusan: Urusan, open: RwSignal<bool>) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<AkunPerintah>::new();
    let words = kata(urusan);
    let done = words.done;
    let go = move |_| {
        error.set(None);
        leptos::task::spawn_local(async move {
            let make = || AkunPerintah { asal: device::asal() };
            let path = kelola.path(urusan.as_str());
            let said = urusan.as_str().to_owned();
            match attempt
                .send_for::<AkunTerbuka>(&path, said, make, &kelola.caller())
                .await
            {
                Ok(terbuka) => {
                    open.try_set(false);
                    kelola.done(terbuka.akun.clone(), done);
                    kelola.sessions_changed();
                    kelola
                        .terbuka
                        .try_set((urusan == Urusan::AturUlang).then_some(terbuka));
                }
                Err(failure) => drop(error.try_set(Some(message::of_failure(&failure)))),
            }
        });
    };
    view! {
        <p><b>{kelola.akun.with_untracked(|akun| akun.nama.clone())}</b></p>
        <p>{words.consequence}</p>
        {move || {
            error
                .get()
                .map(|words| {
                    view! {
                        <Notice tone=Tone::Clay alert=true>
                            <p>{words}</p>
                        </Notice>
                    }
                })
        }}
        <div class="actions">
            <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
            <Button kind=kind_of(urusan) busy=attempt.busy on_press=go>
                {words.button}
            </Button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;
    use shared::id::AccountId;

    use super::*;

    fn akun() -> AkunRinci {
        AkunRinci {
            id: AccountId::mint(),
            nama_pengguna: "siti".into(),
            nama: "Siti".into(),
            email: None,
            hp: None,
            aktif: true,
            totp: false,
            bersandi: true,
            terkunci_sampai: None,
            penugasan: Vec::new(),
            dibuat_pada: Utc::now(),
        }
    }

    #[test]
    fn only_what_changes_something_is_offered() {
        assert_eq!(possible(&akun(), false), [Urusan::AturUlang, Urusan::Tutup]);
        assert_eq!(possible(&akun(), true), [Urusan::AturUlang]);
        let closed = AkunRinci {
            aktif: false,
            ..akun()
        };
        assert_eq!(possible(&closed, false), [Urusan::Buka]);
        let locked = AkunRinci {
            totp: true,
            terkunci_sampai: Some(Utc::now()),
            ..akun()
        };
        assert_eq!(
            possible(&locked, false),
            [
                Urusan::AturUlang,
                Urusan::BukaKunci,
                Urusan::LepasTotp,
                Urusan::Tutup
            ]
        );
    }
}
