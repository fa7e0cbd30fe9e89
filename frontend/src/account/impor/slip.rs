//! Slips of paper by which people come in for the first time: who it is for, where to go, what to type, until when.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::account::Slip;
use shared::words::waktu;

use crate::page::Page;
use crate::ui::heading::PortalName;

/// One slip. Several fit on a sheet; none is cut by its edge.
#[component]
pub fn SlipLembar(slip: Slip, sampai: Option<DateTime<Utc>>) -> impl IntoView {
    let portal = expect_context::<PortalName>().0;
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}{}", Page::SandiPertama { sekali_pakai: None }.url());
    view! {
        <div class="slip">
            <p class="small muted">{move || portal.get()} " · kata sandi pertama"</p>
            <p><b>{slip.nama}</b></p>
            <dl class="facts">
                <dt>"Nama pengguna"</dt>
                <dd><b>{slip.nama_pengguna}</b></dd>
                <dt>"Sekali pakai"</dt>
                <dd class="kode">{slip.sekali_pakai.ditulis()}</dd>
                <dt>"Buka"</dt>
                <dd class="link">{address}</dd>
                {sampai
                    .map(|sampai| {
                        view! {
                            <dt>"Berlaku sampai"</dt>
                            <dd class="num">{waktu(sampai)}</dd>
                        }
                    })}
            </dl>
            <p class="small">"Ketik kata sandi sekali pakai di alamat itu, lalu pilih kata sandi Anda sendiri. Jangan berikan slip ini kepada orang lain."</p>
        </div>
    }
}
