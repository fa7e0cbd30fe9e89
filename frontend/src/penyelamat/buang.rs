//! Gives up what an officer did or entered and the office never got. Only he can ask for it, and only for his own.

use kirim::StoreError;
use kirim::lock::lock;
use kirim::round::LOCK;
use shared::id::AccountId;
use sync::State;

use super::milik;
use crate::offline::antrean;

/// Takes off the device what this account did to complaints and the office has: it is read there.
///
/// # Errors
/// See [`StoreError`]; then all of it is still there.
pub async fn lupakan(owner: AccountId) -> Result<(), StoreError> {
    let all = antrean::kepala().await?;
    let sent = all.iter().filter(|kepala| {
        kepala.titipan == Some(owner) && kepala.pada().is_some() && kepala.state() == State::Terkirim
    });
    antrean::discard(&sent.map(|kepala| kepala.id).collect::<Vec<_>>()).await
}

/// Takes off the device what this account entered and the office does not have whole, with its photos.
///
/// # Errors
/// See [`StoreError`]; then all of it is still there.
pub async fn buang(owner: AccountId) -> Result<(), StoreError> {
    // Nobody sends meanwhile: what arrives at the office is not thrown away by mistake.
    let _held = lock(LOCK).await;
    let all = antrean::kepala().await?;
    let own: Vec<_> = milik(&all, owner).into_iter().map(|kepala| kepala.id).collect();
    antrean::discard(&own).await
}
