//! Notices on the screen of this device (Web Push): asked for by a button, never by itself; once allowed, the server is told
//! of whatever is one's own here, and again every week, since it may have forgotten and a browser may change its address.

use ::sync::Millis;
use gloo::storage::{LocalStorage, Storage};
use js_sys::{JSON, Reflect};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::id::AksiId;
use shared::kabar::{LanggananAkhir, LanggananBaru};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushSubscription, PushSubscriptionOptionsInit,
    ServiceWorkerRegistration,
};

use crate::api::{self, Caller};
use crate::device;
use crate::offline::now;
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, Icon, IconName, Notice, Tone};

const KEPT: &str = "portal.langganan";

/// Something of which this device wants to be told: where that is said, in whose name, and whose it is.
#[derive(Clone)]
pub struct Tentang {
    pub path: String,
    pub caller: Caller,
    /// Apart from the path: two officers on one device ask by the same one.
    pub milik: String,
}

/// What the server has been told, from which address of the browser, and under which key of the portal.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    endpoint: String,
    kunci: String,
    told: Vec<Told>,
}

#[derive(Serialize, Deserialize)]
struct Told {
    path: String,
    milik: String,
    pada: Millis,
}

/// Told again after this.
const LAGI_MS: Millis = 7 * 24 * 60 * 60 * 1_000;

#[derive(Deserialize)]
struct Subscription {
    endpoint: String,
    keys: Keys,
}

#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

pub fn pemberitahuan(tentang: Signal<Vec<Tentang>>) -> impl IntoView {
    let portal = expect_context::<PortalContext>().portal;
    let kunci = Memo::new(move |_| portal.with(|portal| portal.as_ref()?.push_kunci.clone()));
    let allowed = RwSignal::new(permission());
    let trouble = RwSignal::new(false);
    let busy = RwSignal::new(false);
    Effect::new(move |_| {
        let (Some(kunci), all) = (kunci.get(), tentang.get()) else {
            return;
        };
        if allowed.get() == Some(NotificationPermission::Granted) && !all.is_empty() {
            leptos::task::spawn_local(async move {
                let told = tell(&kunci, all).await;
                trouble.try_set(told.is_none());
                busy.try_set(false);
            });
        }
    });
    let ask = move |_| {
        busy.set(true);
        leptos::task::spawn_local(async move {
            if let Ok(asked) = Notification::request_permission() {
                let _ = JsFuture::from(asked).await;
            }
            busy.try_set(false);
            allowed.try_set(permission());
        });
    };
    move || {
        // Nothing to offer: the portal sends none, or the browser takes none.
        let allowed = allowed.get().filter(|_| kunci.with(Option::is_some));
        match allowed {
            None => ().into_any(),
            Some(NotificationPermission::Granted) if trouble.get() => view! {
                <p class="small muted" role="status">
                    "Pemberitahuan belum dapat didaftarkan. Dicoba lagi saat halaman ini dibuka dengan jaringan."
                </p>
            }
            .into_any(),
            Some(NotificationPermission::Granted) => view! {
                <p class="small muted" role="status">"Pemberitahuan aktif di perangkat ini. Matikan di pengaturan peramban."</p>
            }
            .into_any(),
            Some(NotificationPermission::Denied) => view! {
                <p class="small muted">"Pemberitahuan diblokir untuk portal ini di pengaturan peramban."</p>
            }
            .into_any(),
            Some(_) => view! {
                <Notice tone=Tone::Sky>
                    <p>"Kabar dapat muncul di layar perangkat ini, juga saat portal tertutup. Isinya hanya kode dan status."</p>
                    <Button kind=ButtonKind::Quiet busy=busy on_press=ask>
                        <Icon name=IconName::Bell />
                        "Aktifkan pemberitahuan"
                    </Button>
                </Notice>
            }
            .into_any(),
        }
    }
}

/// None where this browser has no such thing.
fn permission() -> Option<NotificationPermission> {
    let has = |name: &str| Reflect::has(&window(), &JsValue::from_str(name)).unwrap_or(false);
    (has("Notification") && has("PushManager")).then(Notification::permission)
}

/// Tells the server of all that it was not told of yet; none where the browser or the network did not do it.
async fn tell(kunci: &str, all: Vec<Tentang>) -> Option<()> {
    let mut kept: Kept = LocalStorage::get(KEPT).unwrap_or_default();
    let own = subscribe(kunci, kept.kunci == kunci).await?;
    if kept.endpoint != own.endpoint || kept.kunci != kunci {
        kept = Kept {
            endpoint: own.endpoint.clone(),
            kunci: kunci.to_owned(),
            told: Vec::new(),
        };
    }
    for one in all {
        let same = |told: &Told| told.path == one.path && told.milik == one.milik;
        if kept
            .told
            .iter()
            .any(|told| same(told) && now().saturating_sub(told.pada) < LAGI_MS)
        {
            continue;
        }
        let body = LanggananBaru {
            endpoint: own.endpoint.clone(),
            p256dh: own.keys.p256dh.clone(),
            auth: own.keys.auth.clone(),
            asal: device::asal(),
        };
        api::post_aksi(&one.path, &body, AksiId::mint(), &one.caller)
            .await
            .ok()?;
        // By one path one is told of: who logs in here takes the place of who did before.
        kept.told.retain(|told| told.path != one.path);
        kept.told.push(Told {
            path: one.path,
            milik: one.milik,
            pada: now(),
        });
        // Where it cannot be kept it is told again, which changes nothing.
        let _ = LocalStorage::set(KEPT, &kept);
    }
    Some(())
}

/// Ends what the server was told of something that is taken off this device. Without a network it goes on, until the browser
/// or its owner ends it.
pub async fn lepas(one: Tentang) {
    let mut kept: Kept = LocalStorage::get(KEPT).unwrap_or_default();
    let before = kept.told.len();
    kept.told.retain(|told| told.path != one.path);
    if kept.told.len() == before {
        return;
    }
    let body = LanggananAkhir {
        endpoint: kept.endpoint.clone(),
        asal: device::asal(),
    };
    let path = format!("{}/akhiri", one.path);
    let ended = api::post_aksi(&path, &body, AksiId::mint(), &one.caller).await;
    if ended.is_ok() {
        // Where it cannot be kept, the server is only told once more.
        let _ = LocalStorage::set(KEPT, &kept);
    }
}

/// A subscription under another key of the portal is of no use any more.
async fn subscribe(kunci: &str, same_key: bool) -> Option<Subscription> {
    let ready = window().navigator().service_worker().ready().ok()?;
    let registration: ServiceWorkerRegistration = JsFuture::from(ready).await.ok()?.unchecked_into();
    let manager = registration.push_manager().ok()?;
    let mut known = JsFuture::from(manager.get_subscription().ok()?).await.ok()?;
    if !known.is_null() && !same_key {
        let old: &PushSubscription = known.unchecked_ref();
        JsFuture::from(old.unsubscribe().ok()?).await.ok()?;
        known = JsValue::NULL;
    }
    let subscription: PushSubscription = if known.is_null() {
        let options = PushSubscriptionOptionsInit::new();
        options.set_user_visible_only(true);
        options.set_application_server_key(&JsValue::from_str(kunci));
        let asked = manager.subscribe_with_options(&options).ok()?;
        JsFuture::from(asked).await.ok()?.unchecked_into()
    } else {
        known.unchecked_into()
    };
    let text: String = JSON::stringify(&subscription).ok()?.into();
    serde_json::from_str(&text).ok()
}
