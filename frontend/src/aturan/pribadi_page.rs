//! What reporters ask for about their own data, by the time that is left to answer, and what the portal erases next.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::aduan::{Kontak, TEKS_MAX};
use shared::clock::wita_day;
use shared::paths;
use shared::pribadi::{AkanDihapus, JawabanBaru, JenisPermintaan, Permintaan};
use shared::words::{ribuan, tanggal, waktu};
use web_sys::SubmitEvent;

use super::Kinds;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::listing::{Listed, Listing};
use crate::loaded::{FailureState, Loaded};
use crate::page::{Page, encode};
use crate::ui::{
    Button, ButtonKind, Chip, Dialog, EmptyState, Heading, Notice, Skeleton, TabLink, TextField, TextKind,
    Toaster, Tone,
};

const ALASAN: &str = "jawaban-alasan";
const CONTROLS: Controls = &[("alasan", ALASAN)];

#[component]
pub fn DataPribadiPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let query = use_query_map();
    let dijawab = Memo::new(move |_| query.with(|query| query.get("dijawab").is_some()));
    let address = Callback::new(move |cursor: Option<String>| {
        let mut address = format!("{}?dijawab={}", paths::PERMINTAAN_DATA, dijawab.get_untracked());
        if let Some(cursor) = cursor {
            address.push_str(&format!("&cursor={}", encode(&cursor)));
        }
        address
    });
    let listing = Listing::<Permintaan>::new(session, address);
    Effect::new(move |_| {
        dijawab.track();
        listing.reload();
    });
    // What is being answered, and how.
    let chosen = RwSignal::new(None::<(Permintaan, bool)>);
    let open = RwSignal::new(false);
    let answer = Callback::new(move |what: (Permintaan, bool)| {
        chosen.set(Some(what));
        open.set(true);
    });
    let title = Signal::derive(move || {
        chosen.with(|chosen| {
            chosen.as_ref().map_or_else(String::new, |(one, grant)| {
                let verb = if *grant { "Kabulkan" } else { "Tolak" };
                format!("{verb}: {}", one.jenis.label().to_lowercase())
            })
        })
    });
    view! {
        <div class="desk stack">
            <Heading title="Data pribadi" />
            <Kinds />
            <p class="muted">"Pelapor berhak melihat, memperbaiki, dan menghapus datanya. Waktu menjawab dihitung dalam jam, hari libur juga."</p>
            <nav class="row" aria-label="Permintaan">
                <TabLink href=Page::KelolaData { dijawab: false }.url() current=Signal::derive(move || !dijawab.get())>"Menunggu jawaban"</TabLink>
                <TabLink href=Page::KelolaData { dijawab: true }.url() current=dijawab>"Sudah dijawab"</TabLink>
            </nav>
            <Listed listing=listing noun="permintaan" empty=move || nothing(dijawab.get())>
                <ul class="rows" aria-label="Daftar permintaan">
                    <For each=move || listing.items.get() key=|one| (one.id, one.jawaban.is_some()) let:one>
                        <Line permintaan=one answer=answer />
                    </For>
                </ul>
            </Listed>
            <Segera session=session />
            <Dialog open=open title=title>
                {move || {
                    chosen
                        .get()
                        .map(|(one, grant)| {
                            view! { <JawabanForm session=session permintaan=one grant=grant listing=listing open=open /> }
                        })
                }}
            </Dialog>
        </div>
    }
}

fn nothing(dijawab: bool) -> impl IntoView {
    if dijawab {
        view! { <EmptyState title="Belum ada yang dijawab" text="Permintaan yang sudah dikabulkan atau ditolak tampil di sini." /> }
    } else {
        view! { <EmptyState title="Tidak ada permintaan" text="Pelapor mengirim permintaan dari halaman aduannya. Yang baru juga tampil di Kabar." /> }
    }
}

#[component]
fn Line(permintaan: Permintaan, answer: Callback<(Permintaan, bool)>) -> impl IntoView {
    let kept = StoredValue::new(permintaan.clone());
    let (tone, state) = match &permintaan.jawaban {
        None => sisa(permintaan.tenggat, Utc::now()),
        Some(jawaban) if jawaban.dikabulkan => (Tone::Leaf, "Dikabulkan".to_owned()),
        Some(_) => (Tone::Clay, "Ditolak".to_owned()),
    };
    let compared = permintaan
        .kini
        .zip(permintaan.kontak)
        .map(|(kini, menjadi)| view! { <Compared kini=kini menjadi=menjadi /> });
    let waits = permintaan.jawaban.is_none();
    let veiled = (waits && compared.is_none() && permintaan.jenis == JenisPermintaan::Perbaikan).then(|| {
        view! {
            <p class="small muted">
                "Pelapor meminta namanya disembunyikan, jadi isi perbaikannya tidak ditampilkan. Bila dikabulkan, ia diganti persis seperti yang pelapor tulis."
            </p>
        }
    });
    let answered = permintaan.jawaban.map(|jawaban| {
        let words = format!("Dijawab {}.", waktu(jawaban.pada));
        view! {
            <p class="small muted num">{words}</p>
            {(!jawaban.alasan.is_empty()).then(|| view! { <p class="small prose">{jawaban.alasan}</p> })}
        }
    });
    let kode = permintaan.kode.to_string();
    view! {
        <li>
            <div class="grow stack tight">
                <p><b>{permintaan.jenis.label()}</b> " " <Chip tone=tone>{state}</Chip></p>
                <p class="small muted num">{format!("{kode} · diminta {}", waktu(permintaan.diminta_pada))}</p>
                {(!permintaan.keterangan.is_empty()).then(|| view! { <p class="small prose">{permintaan.keterangan}</p> })}
                {compared}
                {veiled}
                {answered}
            </div>
            {waits
                .then(|| {
                    view! {
                        <div class="row">
                            <Button on_press=move |_| answer.run((kept.get_value(), true))>
                                "Kabulkan" <span class="unseen">{format!(" permintaan {kode}")}</span>
                            </Button>
                            <Button kind=ButtonKind::Quiet on_press=move |_| answer.run((kept.get_value(), false))>
                                "Tolak"
                            </Button>
                        </div>
                    }
                })}
        </li>
    }
}

/// How it stands, and how it is to read, field by field.
#[component]
fn Compared(kini: Kontak, menjadi: Kontak) -> impl IntoView {
    let blank = |text: &str| {
        if text.is_empty() {
            "kosong".to_owned()
        } else {
            text.to_owned()
        }
    };
    let rows = [
        ("Nama", kini.nama, menjadi.nama),
        ("Nomor HP", kini.hp, menjadi.hp),
        (
            "E-mail",
            kini.email.unwrap_or_default(),
            menjadi.email.unwrap_or_default(),
        ),
    ];
    let lines = rows
        .into_iter()
        .filter(|(_, now, then)| now != then)
        .map(|(name, now, then)| {
            view! {
                <dt>{name}</dt>
                <dd>{format!("{} menjadi {}", blank(&now), blank(&then))}</dd>
            }
        });
    view! { <dl class="facts">{lines.collect_view()}</dl> }
}

#[component]
fn JawabanForm(
    session: Session,
    permintaan: Permintaan,
    grant: bool,
    listing: Listing<Permintaan>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let alasan = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<JawabanBaru>::new();
    let toaster = expect_context::<Toaster>();
    let id = permintaan.id;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        leptos::task::spawn_local(async move {
            let text = alasan.get_untracked();
            let said = format!("{grant} {text}");
            let body = JawabanBaru {
                dikabulkan: grant,
                alasan: text,
                asal: device::asal(),
            };
            if let Err(refused) = body.lengkap() {
                return judged.take(&api::ApiFailure::Refused(refused));
            }
            let path = format!("{}/{id}/jawaban", paths::PERMINTAAN_DATA);
            match attempt
                .send(&path, said, || body, &Caller::Petugas(session))
                .await
            {
                Ok(()) => {
                    toaster.say(if grant {
                        "Permintaan dikabulkan."
                    } else {
                        "Permintaan ditolak."
                    });
                    open.try_set(false);
                    listing.reload();
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    let effect = match (grant, permintaan.jenis) {
        (true, JenisPermintaan::Perbaikan) => {
            Some((Tone::Leaf, "Nama dan kontak pada aduan ini langsung diganti."))
        }
        (true, JenisPermintaan::Penghapusan) => Some((
            Tone::Gold,
            "Nama, kontak, isi, titik lokasi, foto, pesan, dan catatan pada aduan ini langsung dihapus dan tidak dapat dikembalikan. Status, tanggal, desa, dan jawaban yang sudah dibuka untuk umum tetap ada.",
        )),
        (false, _) => None,
    };
    let hint = if grant {
        "Dibaca pelapor."
    } else {
        "Dibaca pelapor. Sebutkan mengapa datanya masih diperlukan atau sudah benar."
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            {effect.map(|(tone, words)| view! { <Notice tone=tone><p>{words}</p></Notice> })}
            <TextField
                id=ALASAN
                label=if grant { "Keterangan" } else { "Alasan" }
                hint=hint
                value=alasan
                kind=TextKind::Area
                limit=TEKS_MAX
                optional=grant
                error=judged.at(ALASAN)
            />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true busy=attempt.busy>{if grant { "Kabulkan" } else { "Tolak permintaan" }}</Button>
            </div>
        </form>
    }
}

/// What the portal erases by itself, shown before it does.
#[component]
fn Segera(session: Session) -> impl IntoView {
    let state = RwSignal::new(Loaded::<AkanDihapus>::Waiting);
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let outcome = api::get(paths::AKAN_DIHAPUS, &Caller::Petugas(session)).await;
            state.try_set(outcome.into());
        });
    });
    load.run(());
    view! {
        <section class="stack tight">
            <h2>"Segera dihapus oleh portal"</h2>
            {move || match state.get() {
                Loaded::Waiting => view! { <Skeleton lines=3 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                Loaded::Here(found) => view! { <AkanList found=found /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn AkanList(found: AkanDihapus) -> impl IntoView {
    let words = match (found.simpan_hari, found.jumlah) {
        (0, _) => "Portal ini tidak menghapus data dengan sendirinya.".to_owned(),
        (days, 0) => format!(
            "Data pribadi dihapus {} hari sesudah aduannya berakhir. Dalam {} hari ke depan tidak ada yang jatuh waktu.",
            ribuan(u64::from(days)),
            found.dalam_hari
        ),
        (days, count) => format!(
            "Data pribadi dihapus {} hari sesudah aduannya berakhir. Dalam {} hari ke depan: {} aduan.",
            ribuan(u64::from(days)),
            found.dalam_hari,
            ribuan(u64::from(count))
        ),
    };
    let lines = found.aduan.into_iter().map(|one| {
        view! {
            <li class="num">
                {one.kode.to_string()} ": "
                {tanggal(wita_day(one.dihapus_pada))}
                <span class="muted">{format!(" (berakhir {})", tanggal(wita_day(one.berakhir_pada)))}</span>
            </li>
        }
    });
    view! {
        <p class="num">{words}</p>
        <ul>{lines.collect_view()}</ul>
    }
}

/// Hours that are left to answer.
fn sisa(tenggat: DateTime<Utc>, now: DateTime<Utc>) -> (Tone, String) {
    let minutes = (tenggat - now).num_minutes();
    match minutes {
        ..0 => (Tone::Clay, format!("Lewat {} jam", (-minutes).div_euclid(60) + 1)),
        0..60 => (Tone::Clay, "Sisa kurang dari 1 jam".to_owned()),
        60..1_440 => (Tone::Gold, format!("Sisa {} jam", minutes / 60)),
        _ => (Tone::Leaf, format!("Sisa {} jam", minutes / 60)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn what_is_left_is_told_in_hours_and_never_as_more() {
        let now = Utc::now();
        let at = |minutes: i64| sisa(now + TimeDelta::minutes(minutes), now).1;
        assert_eq!(at(72 * 60), "Sisa 72 jam");
        assert_eq!(at(119), "Sisa 1 jam");
        assert_eq!(at(59), "Sisa kurang dari 1 jam");
        assert_eq!(at(-1), "Lewat 1 jam");
        assert_eq!(at(-61), "Lewat 2 jam");
    }
}
