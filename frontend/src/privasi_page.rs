//! What is kept of a person, why and for how long (UU 27/2022 articles 21, 24, 30, 32, 40, 43).

use leptos::prelude::*;

use crate::ui::Heading;

#[component]
pub fn PrivasiPage() -> impl IntoView {
    view! {
        <Heading title="Privasi dan data Anda" />
        <p>"Kami hanya meminta yang diperlukan untuk menangani aduan Anda, dan menjelaskannya dengan kata biasa."</p>
    }
}
