//! Two officers changed the same field: both values side by side, and whoever may chooses one.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{BedaTampil, Nilai, NilaiOleh, PilihanBaru};
use shared::gabung::Sisi;
use shared::place::{distance_m, tautan_geo};
use shared::words::{ribuan, waktu};

use super::tindakan_form::Steps;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Judged, JudgedSummary};
use crate::portal::PortalContext;
use crate::susulan::Susulan;
use crate::ui::{Button, ButtonKind, Notice, Tone};

#[component]
pub fn BedaSection(steps: Steps) -> impl IntoView {
    let beda = Memo::new(move |_| steps.aduan.with(|aduan| aduan.beda.clone()));
    let list = move || {
        let open = beda.get();
        let shown = open
            .into_iter()
            .map(|beda| view! { <BedaShown steps=steps beda=beda /> });
        shown.collect_view()
    };
    view! {
        <Show when=move || !beda.with(Vec::is_empty)>
            <section class="stack" aria-labelledby="beda-judul">
                <Notice tone=Tone::Gold>
                    <h2 id="beda-judul">"Pilih yang benar"</h2>
                    <p>"Dua petugas mengubah isian yang sama. Keduanya disimpan, tidak ada yang hilang."</p>
                </Notice>
                {list}
            </section>
        </Show>
    }
}

#[component]
fn BedaShown(steps: Steps, beda: BedaTampil) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let judged = Judged::new(&[]);
    let attempt = Attempt::<PilihanBaru>::new();
    let (id, versi) = (beda.id, beda.versi);
    let choose = Callback::new(move |pilih: Sisi| {
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        leptos::task::spawn_local(async move {
            let make = || PilihanBaru {
                versi,
                pilih,
                asal: device::asal(),
            };
            let said = format!("{versi} {}", pilih.as_str());
            let outcome = steps
                .send_or_keep(attempt, Susulan::Pilihan(id), said, make)
                .await;
            steps.settle(outcome, judged);
        });
    });
    let label = beda.dasar.kolom().label();
    let before = move |dasar: &Nilai| portal.wilayah.with(|regions| dasar.kata(regions));
    let apart = jarak(&beda.kini.nilai, &beda.ajuan.nilai);
    let side = move |judul: &'static str, sisi: Sisi, isi: NilaiOleh| {
        view! { <SisiShown steps=steps judul=judul isi=isi busy=attempt.busy on_choose=move |()| choose.run(sisi) /> }
    };
    view! {
        <article class="stack tight" aria-label=label>
            <h3>{label}</h3>
            <p class="small muted">"Semula: " {before(&beda.dasar)} {apart}</p>
            <JudgedSummary judged=judged />
            <div class="sides">
                {side("Yang tertulis sekarang", Sisi::Kini, beda.kini)}
                {side("Yang diusulkan", Sisi::Ajuan, beda.ajuan)}
            </div>
        </article>
    }
}

/// How far two points lie from each other, where both are points.
fn jarak(kini: &Nilai, ajuan: &Nilai) -> Option<String> {
    let (Nilai::Posisi(Some(one)), Nilai::Posisi(Some(other))) = (kini, ajuan) else {
        return None;
    };
    let metres = distance_m((one.lat, one.lng), (other.lat, other.lng));
    Some(format!(" · jarak keduanya {} m", ribuan(metres.round() as u64)))
}

#[component]
fn SisiShown(
    steps: Steps,
    judul: &'static str,
    isi: NilaiOleh,
    busy: RwSignal<bool>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let on_map = match &isi.nilai {
        Nilai::Posisi(Some(posisi)) => {
            let geo = tautan_geo((posisi.lat, posisi.lng), judul);
            Some(view! { <a class="small" href=geo rel="external">"Buka di peta"</a> })
        }
        Nilai::Posisi(None)
        | Nilai::Jenis(_)
        | Nilai::Kategori(_)
        | Nilai::Wilayah(_)
        | Nilai::Patokan(_) => None,
    };
    let nilai = isi.nilai;
    let who = isi.oleh.unwrap_or_else(|| "Pelapor".to_owned());
    view! {
        <div class="card stack tight" role="group" aria-label=judul>
            <p class="small muted">{judul}</p>
            <p class="prose">{move || portal.wilayah.with(|regions| nilai.kata(regions))}</p>
            {on_map}
            <p class="small muted num">{who} " · " {waktu(isi.pada)}</p>
            // While a choice or a correction waits nobody knows what stands there now.
            <Show when=move || steps.may(Hak::KelolaAduan) && !steps.is_closed()>
                <Button kind=ButtonKind::Quiet busy=busy on_press=move |_| on_choose.run(())>"Pakai ini"</Button>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use shared::place::{Posisi, SumberPosisi};

    use super::*;

    #[test]
    fn two_points_are_told_with_their_distance() {
        let at = |lat| {
            Nilai::posisi(Some(Posisi {
                lat,
                lng: 115.4,
                akurasi_m: None,
                sumber: SumberPosisi::Peta,
            }))
        };
        assert_eq!(
            jarak(&at(-2.3), &at(-2.301)).as_deref(),
            Some(" · jarak keduanya 111 m")
        );
        assert_eq!(jarak(&at(-2.3), &Nilai::posisi(None)), None);
    }
}
